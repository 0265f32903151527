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

const accountRefSchema = z.object({ tenantId: z.string(), platformId: z.string() });
export type AccountRef = z.infer<typeof accountRefSchema>;

export const publishMessageSchema = z.discriminatedUnion('kind', [
  publicationRefSchema.extend({
    kind: z.literal('publish'),
    /** How often this plan has been sent on: Lambda ends a function that feeds its own queue after about 16 times. */
    hop: z.number().int(),
  }),
  /** Asks the platform about an unknown outcome. */
  publicationRefSchema.extend({ kind: z.literal('look') }),
  /** Takes away what was prepared for a text in vain: all of it where the text will not be published, otherwise the strays. */
  publicationRefSchema.extend({ kind: z.literal('discard') }),
  /** Gives those that wait for the account's limit their places, in due order. */
  accountRefSchema.extend({
    kind: z.literal('line'),
    /** The post that joined: the list of those that wait is an index, which may not show it yet. */
    distributionId: z.string().optional(),
    hop: z.number().int().default(0),
  }),
  /** Sets free what was held until the account was reconnected. */
  accountRefSchema.extend({ kind: z.literal('release') }),
  /** The account was deleted: ends what was planned for it at that moment. */
  accountRefSchema.extend({ kind: z.literal('orphans') }),
]);
export type PublishMessage = z.infer<typeof publishMessageSchema>;
export type LineMessage = Extract<PublishMessage, { kind: 'line' }>;

export function refOf(state: Omit<PublicationRef, 'distributionId'> & { id: string }): PublicationRef {
  const { tenantId, id, platformId, version, textVersion } = state;
  return { tenantId, distributionId: id, platformId, version, textVersion };
}
