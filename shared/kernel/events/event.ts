import * as z from 'zod';

/** One entry per meaningful action, written in the same transaction as the change it records. */
export const eventSchema = z.object({
  id: z.uuid(),
  /** One of the types that the subjects declare (`defineEvents`). */
  type: z.string(),
  schemaVersion: z.literal(1),
  tenantId: z.string(),
  /** Who did it: `key:<id>` or `system:<function>`. */
  actor: z.string(),
  entityType: z.string(),
  entityId: z.string(),
  /** The same for all events that follow from one request. */
  correlationId: z.string(),
  /** What directly caused this: a request id, a message id. */
  causationId: z.string(),
  occurredAt: z.iso.datetime(),
  data: z.record(z.string(), z.unknown()),
});
export type HeraldEvent = z.infer<typeof eventSchema>;

/** What the log says where an event's `data` is not as its type declares; end-to-end tests fail for it. */
export const EVENT_MISFIT = 'An event does not fit its schema';

/** Who acts, and for which request: every use case passes it on into the event log. */
export interface Actor {
  actor: string;
  correlationId: string;
  causationId: string;
}
