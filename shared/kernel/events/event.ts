import * as z from 'zod';

/** One entry per meaningful action, written in the same transaction as the change it records. */
const eventTypes = [
  'TENANT_CREATED',
  'API_KEY_CREATED',
  'API_KEY_REVOKED',
  'PLATFORM_CONNECTED',
  'PLATFORM_UPDATED',
  'PLATFORM_NEEDS_RECONNECT',
  'PLATFORM_DELETED',
  'DISTRIBUTION_CREATED',
  'DISTRIBUTION_EDITED',
  'DISTRIBUTION_SCHEDULED',
  'DISTRIBUTION_UNSCHEDULED',
  'DISTRIBUTION_PUBLISH_REQUESTED',
  'DISTRIBUTION_APPROVED',
  'DISTRIBUTION_REJECTED',
  'DISTRIBUTION_PREPARED',
  'DISTRIBUTION_PUBLISHING',
  'DISTRIBUTION_PART_PUBLISHED',
  'DISTRIBUTION_PUBLISHED',
  'DISTRIBUTION_RETRY_SCHEDULED',
  'DISTRIBUTION_DEFERRED',
  'DISTRIBUTION_FAILED',
  'DISTRIBUTION_OUTCOME_UNKNOWN',
  'DISTRIBUTION_UNRESOLVED',
  'DISTRIBUTION_HELD',
  'DISTRIBUTION_RELEASED',
  'DISTRIBUTION_MISSED',
  'DISTRIBUTION_REPAIRED',
  'DISTRIBUTION_DISCARDED',
  'ZONE_CHANGED',
  'DISTRIBUTION_CANCELLED',
  'DISTRIBUTION_ARCHIVED',
  'METRIC_SNAPSHOT_RECORDED',
  'DEAD_LETTERS_REPLAYED',
  'CONTENT_CREATED',
  'CONTENT_UPDATED',
  'CONTENT_DELETED',
  'CROSS_POST_CREATED',
  'CROSS_POST_PAUSED',
  'CROSS_POST_RESUMED',
  'CROSS_POST_CANCELLED',
  'CROSS_POST_RESCHEDULED',
  'IMPORT_CREATED',
  'IMPORT_STARTED',
  'IMPORT_COMPLETED',
  'IMPORT_FAILED',
  'FEED_CREATED',
  'FEED_UPDATED',
  'FEED_PAUSED',
  'FEED_DELETED',
  'FEED_ITEM_REFUSED',
  'SERIES_CREATED',
  'SERIES_UPDATED',
  'SERIES_PAUSED',
  'SERIES_RESUMED',
  'SERIES_CANCELLED',
  'SERIES_ENDED',
  'SERIES_OCCURRENCE_SKIPPED',
  'SLOT_CREATED',
  'SLOT_UPDATED',
  'SLOT_DELETED',
  'CALENDAR_LINK_CREATED',
  'CALENDAR_LINK_REVOKED',
] as const;

export const eventSchema = z.object({
  id: z.uuid(),
  type: z.enum(eventTypes),
  schemaVersion: z.literal(1),
  tenantId: z.string(),
  /** Who did it: `key:<id>` or `system:<function>`. */
  actor: z.string(),
  entityType: z.enum([
    'tenant',
    'api_key',
    'platform',
    'distribution',
    'content',
    'cross_post',
    'slot',
    'calendar_link',
    'import',
    'feed',
    'series',
  ]),
  entityId: z.string(),
  /** The same for everything that one request set off. */
  correlationId: z.string(),
  /** What directly caused this: a request id, a message id. */
  causationId: z.string(),
  occurredAt: z.iso.datetime(),
  data: z.record(z.string(), z.unknown()),
});
export type HeraldEvent = z.infer<typeof eventSchema>;
export type EventType = HeraldEvent['type'];

/** Who acts, and on whose behalf: goes through every use case into the event log. */
export interface Actor {
  actor: string;
  correlationId: string;
  causationId: string;
}
