import * as z from 'zod';

/**
 * Names one plan of a distribution: what schedules and messages carry. `version` lets those of an older plan fall
 * away; the other ids let everything be read in one round trip.
 */
export const publicationRefSchema = z.object({
  tenantId: z.string(),
  distributionId: z.string(),
  platformId: z.string(),
  version: z.number().int(),
  textVersion: z.number().int(),
});
export type PublicationRef = z.infer<typeof publicationRefSchema>;

export const publishMessageSchema = z.discriminatedUnion('kind', [
  publicationRefSchema.extend({
    kind: z.literal('publish'),
    /** How often this plan has been sent on: Lambda ends a function that feeds its own queue after about 16 times. */
    hop: z.number().int(),
  }),
  /** Sent along with a publish message, delayed past the lease's end: finds a worker that died in the visible call. */
  publicationRefSchema.extend({ kind: z.literal('check') }),
]);
export type PublishMessage = z.infer<typeof publishMessageSchema>;

export function refOf(state: Omit<PublicationRef, 'distributionId'> & { id: string }): PublicationRef {
  const { tenantId, id, platformId, version, textVersion } = state;
  return { tenantId, distributionId: id, platformId, version, textVersion };
}
