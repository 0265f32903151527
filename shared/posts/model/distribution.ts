import * as z from 'zod';
import { latePolicySchema } from '../../accounts/late-policy.ts';
import { distributionErrorSchema } from '../../platforms/contract/describe-error.ts';
import { platformKindSchema } from '../../platforms/kind-schema.ts';
import { labelFields } from './labels.ts';

export const distributionStatuses = [
  'draft',
  'publish_requested',
  'scheduled',
  'preparing',
  'publishing',
  'published',
  'failed',
  'missed',
  'unknown',
  'cancelled',
  'archived',
] as const;
export const distributionStatusSchema = z.enum(distributionStatuses);
export type DistributionStatus = z.infer<typeof distributionStatusSchema>;

const instant = z.iso.datetime();

const postReferenceSchema = z.object({
  externalId: z.string(),
  reference: z.record(z.string(), z.unknown()).optional(),
});

/**
 * A distribution's state: one item of at most a kilobyte or so, written whole on every move. Its text, attempts,
 * snapshots and events are items of their own beside it.
 */
export const distributionSchema = z.object({
  id: z.uuid(),
  tenantId: z.string(),
  platformId: z.uuid(),
  platformKind: platformKindSchema,
  status: distributionStatusSchema,
  /** Goes up with every change of the plan (time, text, cancel, retry): messages and wake-ups of an older plan fall away. */
  version: z.number().int(),
  /** Goes up with every write: the optimistic lock. */
  revision: z.number().int(),
  textVersion: z.number().int(),
  title: z.string().optional(),
  /** The first 50 characters of the body, for lists. */
  excerpt: z.string(),
  /** Guards the same text on the same platform within 24 hours; absent where the caller allowed duplicates. */
  contentHash: z.string().optional(),
  /** The moment around which the guard holds the text. */
  textHeldAt: instant.optional(),

  ...labelFields,
  crossPostGroupId: z.string().optional(),
  /** The series that made it. */
  seriesId: z.string().optional(),

  /** What the user asked for. */
  scheduledFor: instant.optional(),
  timezone: z.string().optional(),
  /** The wall clock time in `timezone`, so that a change of the zone's rules can be noticed. */
  localTime: z.string().optional(),
  /** The moment of its local time by changed rules of its zone, once that is on record. */
  zoneNoted: instant.optional(),
  /** The slot of the account's calendar that it takes. */
  slotKey: z.string().optional(),
  /** The moment of the next visible call: `scheduledFor`, or later after a retry or a limit. */
  dueAt: instant.optional(),
  /** When the publisher is woken to prepare. */
  wakeAt: instant.optional(),

  attempts: z.number().int(),
  /** Failed tries of this plan. */
  retryCount: z.number().int(),
  /** How often the platform's own limit put it off. */
  waitCount: z.number().int(),
  lastRetryAt: instant.optional(),
  /** A worker holds this state until then; the next worker that writes takes it over by the revision. */
  leaseUntil: instant.optional(),
  /** The version of the text of which something invisible (a draft, uploads) may be at the platform. */
  preparedText: z.number().int().optional(),
  /** An unknown outcome is looked up at the platform then. */
  lookAt: instant.optional(),
  lookCount: z.number().int().optional(),
  /** Of a partly published thread: how many parts are published, the first and the last of them. */
  thread: z
    .object({
      done: z.number().int(),
      root: postReferenceSchema,
      parent: postReferenceSchema,
    })
    .optional(),
  /** Absent: the account's setting applies. */
  latePolicy: latePolicySchema.optional(),
  lateAfterMinutes: z.number().int().optional(),
  /** The moment in whose hour and day the quota holds a place for this post. */
  ledgerAt: instant.optional(),
  /** Waits for a limit since then: those that wait go out in this order. */
  waitingSince: instant.optional(),
  /** Not tried at all until the account is reconnected, or its cross-post group resumed. */
  held: z.enum(['reconnect', 'paused']).optional(),
  /** Who last wrote the text or asked for it to go out, e.g. `key:<id>`: kept if another user has to approve. */
  requestedBy: z.string().optional(),
  /** Whose word the present plan goes by, where the platform needs an approval. */
  approvedBy: z.string().optional(),
  /** Why it was sent back to be a draft, until it is asked for again. */
  rejection: z.object({ reason: z.string(), by: z.string(), at: instant }).optional(),
  /** The sweep has seen to it and looks again then. */
  checkAfter: instant.optional(),
  error: distributionErrorSchema.optional(),

  externalId: z.string().optional(),
  externalUrl: z.string().optional(),
  publishedAt: instant.optional(),
  /** Milliseconds from the due moment of the plan that went out to the visible call. */
  lateByMs: z.number().int().optional(),
  /** Milliseconds from `scheduledFor` to that due moment: what a limit or a retry put off. */
  deferredByMs: z.number().int().optional(),

  correlationId: z.string(),
  createdAt: instant,
  updatedAt: instant,
});
export type Distribution = z.infer<typeof distributionSchema>;

/** One visible call: written before the call, completed after it. */
export const attemptSchema = z.object({
  number: z.number().int(),
  state: z.enum(['committing', 'succeeded', 'failed', 'unknown']),
  textVersion: z.number().int(),
  prepared: z.record(z.string(), z.unknown()),
  /** Names the account's place at the platform that what is prepared belongs to. */
  site: z.string().optional(),
  /** Of a thread; 0 is the first. */
  part: z.number().int().optional(),
  externalId: z.string().optional(),
  /** When everything that the call needs was at the platform; absent where the platform takes nothing beforehand. */
  preparedAt: instant.optional(),
  startedAt: instant,
  /** The moment in whose hour and day the post was taken from the platform's ledger. */
  ledgerAt: instant.optional(),
  endedAt: instant.optional(),
  error: distributionErrorSchema.optional(),
});
export type Attempt = z.infer<typeof attemptSchema>;
