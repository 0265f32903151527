import * as z from 'zod';
import { nameSchema } from '../kernel/one-line.ts';
import { timeZoneSchema } from '../kernel/time/local-time.ts';
import { webAddress } from '../kernel/web-address.ts';
import { templateSchema } from './entries/feed-template.ts';

const mode = z.enum(['draft', 'queue']);
/**
 * When an entry goes out in `queue` mode: so many minutes after it was seen (quiet hours or not, since this time is
 * named, not found), in the platform's next free slot, or at its best free time. An entry for which there is no time is
 * kept as a draft.
 */
const timing = z.enum(['delay', 'next_slot', 'optimal']);
/** With `delay`: the first new entry goes out so long after it was seen, each further one as long after the one before. */
const delayMinutes = z.number().int().min(1).max(10_080);

/** What `POST /feeds` takes. */
export const newFeedSchema = z.strictObject({
  url: webAddress(),
  name: nameSchema.optional(),
  platformIds: z
    .array(z.uuid().toLowerCase())
    .min(1)
    .max(10)
    .refine((ids) => new Set(ids).size === ids.length, 'Name each platform once'),
  mode: mode.default('draft'),
  timing: timing.default('delay'),
  delayMinutes: delayMinutes.default(15),
  /** The zone of the best hours and of local times. Default: UTC, or the slot's zone. */
  timezone: timeZoneSchema.optional(),
  template: templateSchema.default('{title} {link}'),
  /** How many of the newest entries that the feed has already become posts too. */
  backfill: z.number().int().min(0).max(20).default(0),
  active: z.boolean().default(true),
});
export type NewFeed = z.infer<typeof newFeedSchema>;

/**
 * What `PATCH /feeds/{id}` takes; null takes a value away. Another address or other platforms are another feed: what was
 * taken belongs to them.
 */
export const feedPatchSchema = z.strictObject({
  name: nameSchema.nullable().optional(),
  mode: mode.optional(),
  timing: timing.optional(),
  delayMinutes: delayMinutes.optional(),
  timezone: timeZoneSchema.nullable().optional(),
  template: templateSchema.optional(),
  active: z.boolean().optional(),
});
export type FeedPatch = z.infer<typeof feedPatchSchema>;

/** What a user has set. */
export const feedSchema = z.object({
  ...newFeedSchema.shape,
  id: z.uuid(),
  tenantId: z.string(),
  /** Why Herald stopped reading it. */
  pausedReason: z.string().optional(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Feed = z.infer<typeof feedSchema>;

const feedErrorSchema = z.object({ at: z.iso.datetime(), message: z.string(), remedy: z.string() });

/** What the polls have found: another item than the settings, so that a poll and a change of them never collide. */
export const feedStateSchema = z.object({
  polls: z.number().int(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  /** Of the last text: many servers send another ETag for the same text. */
  digest: z.string().optional(),
  lastPolledAt: z.iso.datetime().optional(),
  lastSuccessAt: z.iso.datetime().optional(),
  /** Failures since the last success. */
  errorCount: z.number().int(),
  failingSince: z.iso.datetime().optional(),
  /** Herald does not poll it before. */
  retryAt: z.iso.datetime().optional(),
  lastError: feedErrorSchema.optional(),
  /** Posts that were made from its entries. */
  taken: z.number().int(),
  /** Entries that could not become a post; the event log has each. */
  refused: z.number().int(),
});
export type FeedState = z.infer<typeof feedStateSchema>;

export const newFeedState: FeedState = { polls: 0, errorCount: 0, taken: 0, refused: 0 };

export const feedViewSchema = feedSchema
  .omit({ tenantId: true, backfill: true, pausedReason: true })
  .extend({
    name: nameSchema.nullable(),
    timezone: z.string().nullable(),
    pausedReason: z.string().nullable(),
    lastPolledAt: z.iso.datetime().nullable(),
    lastSuccessAt: z.iso.datetime().nullable(),
    retryAt: z.iso.datetime().nullable(),
    errorCount: z.number().int(),
    lastError: feedErrorSchema.nullable(),
    taken: z.number().int(),
    refused: z.number().int(),
  })
  .meta({ id: 'Feed' });
export type FeedView = z.infer<typeof feedViewSchema>;

export function viewFeed(feed: Feed, state: FeedState): FeedView {
  const { tenantId, backfill, ...settings } = feed;
  const { lastPolledAt = null, lastSuccessAt = null, retryAt = null, lastError = null } = state;
  const { errorCount, taken, refused } = state;
  return {
    ...settings,
    name: feed.name ?? null,
    timezone: feed.timezone ?? null,
    pausedReason: feed.pausedReason ?? null,
    lastPolledAt,
    lastSuccessAt,
    retryAt,
    errorCount,
    lastError,
    taken,
    refused,
  };
}
