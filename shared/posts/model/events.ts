import * as z from 'zod';
import { defineEvents } from '../../kernel/events/define-events.ts';
import { distributionErrorSchema } from '../../platforms/contract/describe-error.ts';
import { preparationNoteSchema } from '../../platforms/contract/preparation-note.ts';
import { distributionStatusSchema } from './distribution.ts';
import { distributionPk } from './keys.ts';

const postEntity = { type: 'distribution', pk: distributionPk };

const instant = z.iso.datetime();
const error = distributionErrorSchema;
const held = z.enum(['reconnect', 'paused']).optional();

/** What every change that a user asked for says of it. */
const change = { from: distributionStatusSchema, to: distributionStatusSchema, version: z.number().int() };
export type ChangeData = z.infer<z.ZodObject<typeof change>>;

/** The course of the attempt that ended: its preparations and its start have no events of their own. */
const course = {
  attempt: z.number().int().optional(),
  /** When everything that the call needed was at the platform. */
  preparedAt: instant.optional(),
  startedAt: instant.optional(),
};

const edited = { ...change, newText: z.boolean(), scheduledFor: instant.optional() };
const postponed = {
  /** The class of the failure, or `ABSENT`, `RESOLVED_ABSENT`, `WORKER_LOST`, `LIMIT`, `BLOCKED`. */
  reason: z.string(),
  newTime: instant,
  retryCount: z.number().int().optional(),
  held,
  error: error.optional(),
  ...course,
};
const late = { reason: z.literal('LATE'), dueAt: instant.optional(), lateMinutes: z.number().int() };

/** What an event says of a new distribution. */
export const creationSchema = z.object({
  status: distributionStatusSchema,
  platformId: z.uuid(),
  platformKind: z.string(),
  scheduledFor: instant.optional(),
  slotKey: z.string().optional(),
  crossPostGroupId: z.string().optional(),
  seriesId: z.string().optional(),
});

export const postEvents = defineEvents(postEntity, {
  DISTRIBUTION_CREATED: {
    summary: 'A distribution was made: by a request, an import, a feed, a series or a cross-post.',
    data: () =>
      creationSchema.extend({
        feedId: z.string().optional(),
        /** The feed's entry was too long for the platform. */
        shortened: z.boolean().optional(),
        /** Why the feed's entry became a draft. */
        noTime: z.object({ asked: z.string().optional(), code: z.string(), message: z.string() }).optional(),
      }),
  },
  DISTRIBUTION_EDITED: {
    summary: 'Its text, labels or late policy changed; its time did not.',
    data: () => z.object(edited),
  },
  DISTRIBUTION_SCHEDULED: { summary: 'It got a new time.', data: () => z.object(edited) },
  DISTRIBUTION_UNSCHEDULED: { summary: 'It was taken off the schedule and is a draft.', data: () => z.object(edited) },
  DISTRIBUTION_PUBLISH_REQUESTED: {
    summary:
      'A user asked for it to go out at once, a change of it needs an approval, or it is too late to go out without one.',
    data: () =>
      z.object({
        ...z.object({ ...edited, ...late }).partial().shape,
        /** It is tried again after a failure. */
        retry: z.boolean().optional(),
        held,
      }),
  },
  DISTRIBUTION_APPROVED: {
    summary: 'A person approved it; it goes out at `scheduledFor`.',
    data: () => z.object({ ...change, scheduledFor: instant, requestedBy: z.string().optional(), held }),
  },
  DISTRIBUTION_REJECTED: {
    summary: 'A person sent it back to be a draft. Its time was `scheduledFor`.',
    data: () =>
      z.object({
        ...change,
        reason: z.string(),
        scheduledFor: instant.optional(),
        requestedBy: z.string().optional(),
      }),
  },
  DISTRIBUTION_PART_PUBLISHED: {
    summary: 'A part of a thread is on the platform, and others follow.',
    data: () =>
      z.object({
        part: z.number().int(),
        externalId: z.string(),
        externalUrl: z.string().nullish(),
        knownBy: z.literal('find').optional(),
        ...course,
      }),
  },
  DISTRIBUTION_PUBLISHED: {
    summary: 'It is on the platform. `knownBy` says who found it there, where the call itself had no answer.',
    data: () =>
      z.object({
        ...course,
        attempt: z.number().int(),
        externalId: z.string().optional(),
        externalUrl: z.string().optional(),
        publishedAt: instant.optional(),
        /** Milliseconds from the due moment of the plan that went out to the visible call. */
        lateByMs: z.number().int().optional(),
        /** Milliseconds from `scheduledFor` to that due moment: what a limit or a retry put off. */
        deferredByMs: z.number().int().optional(),
        knownBy: z.enum(['find', 'user']).optional(),
        /** What it went out without; not where a user says that it is there. */
        notes: z.array(preparationNoteSchema).optional(),
      }),
  },
  DISTRIBUTION_RETRY_SCHEDULED: {
    summary: 'A try failed, and it is tried again at `newTime`.',
    data: () => z.object(postponed),
  },
  DISTRIBUTION_DEFERRED: {
    summary: 'A limit of the account or of the platform puts it off to `newTime`. This is no failed try.',
    data: () => z.object({ ...postponed, waitingSince: instant.optional() }),
  },
  DISTRIBUTION_FAILED: {
    summary: 'It failed for good: it is not on the platform, and no worker tries again.',
    data: () => z.object({ error, ...course }),
  },
  DISTRIBUTION_OUTCOME_UNKNOWN: {
    summary: 'The visible call had no answer. The platform is asked.',
    data: () => z.object({ error, ...course, attempt: z.number().int() }),
  },
  DISTRIBUTION_UNRESOLVED: {
    summary: 'It is unknown whether it is on the platform: a user has to say it (POST …/resolve).',
    data: () => z.object({ attempt: z.number().int(), looks: z.number().int(), error: error.optional() }),
  },
  DISTRIBUTION_HELD: {
    summary: 'It waits until its account is connected again, or its cross-post is resumed.',
    data: () =>
      z.object({
        reason: z.enum(['RECONNECT', 'CROSS_POST_PAUSED']),
        dueAt: instant.optional(),
        error: error.optional(),
        ...course,
      }),
  },
  DISTRIBUTION_RELEASED: {
    summary: 'Its account is connected again, and it goes on.',
    data: () => z.object({ dueAt: instant.optional() }),
  },
  DISTRIBUTION_MISSED: {
    summary: 'It was later than its late policy allows, and was not sent.',
    data: () => z.object(late),
  },
  DISTRIBUTION_REPAIRED: {
    summary: 'The sweep or the reconciliation found what it waits for lost, and set it going again.',
    data: () =>
      z.object({
        trouble: z.string(),
        status: distributionStatusSchema,
        version: z.number().int(),
        dueAt: instant.optional(),
      }),
  },
  DISTRIBUTION_DISCARDED: {
    summary:
      'What was prepared at the platform in vain was deleted there: for an old text, or by a worker that was lost.',
    data: () => z.object({ textVersion: z.number().int(), removed: z.number().int() }),
  },
  DISTRIBUTION_DISCARD_FAILED: {
    summary: 'What was prepared at the platform in vain stays there: it could not be deleted.',
    data: () => z.object({ textVersion: z.number().int(), error }),
  },
  ZONE_CHANGED: {
    summary: 'The rules of its time zone changed: its local time is another moment now. It keeps its moment.',
    data: () =>
      z.object({
        status: distributionStatusSchema,
        scheduledFor: instant.optional(),
        timezone: z.string(),
        localTime: z.string(),
        instant,
        shiftMinutes: z.number(),
      }),
  },
  DISTRIBUTION_CANCELLED: {
    summary: 'It was taken off the schedule permanently, by a user or by the series that made it.',
    data: () => z.object({ ...change, seriesId: z.string().optional() }),
  },
  DISTRIBUTION_ARCHIVED: { summary: 'It was put out of sight.', data: () => z.object(change) },
});
