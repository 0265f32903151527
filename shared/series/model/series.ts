import * as z from 'zod';
import { lateAfterMinutesSchema, latePolicySchema } from '../../accounts/late-policy.ts';
import { recurringTimeSchema } from '../../calendar/rules/recurrence.ts';
import { repeatSchema } from '../../calendar/rules/repeat-series.ts';
import { onConflictSchema } from '../../calendar/times/resolve-conflict.ts';
import { distributionContentSchema } from '../../platforms/contract/content.ts';
import { platformKindSchema } from '../../platforms/kind-schema.ts';
import { sharedLabelFields } from '../../posts/model/labels.ts';
import { skipReasonSchema } from './skip-reason.ts';

const instant = z.iso.datetime();

const seriesStatusSchema = z.enum(['active', 'paused', 'ended']);

/** A post that a series made. */
const seriesPostSchema = z.object({
  distributionId: z.uuid(),
  /** When it is planned for, or went out where that was much later. */
  at: instant,
  /** The local time that the rule gave it; absent for the post that was there before the series. */
  occurrence: z.string().optional(),
  /** 0 for the first: says which of the texts it has. */
  turn: z.number().int(),
});
export type SeriesPost = z.infer<typeof seriesPostSchema>;

/** A post that comes again by a rule: what it says, when, and how far it is. Its texts are an item of their own. */
export const seriesSchema = z.object({
  id: z.uuid(),
  tenantId: z.string(),
  platformId: z.uuid(),
  platformKind: platformKindSchema,
  name: z.string().optional(),
  status: seriesStatusSchema,
  endedReason: z.string().optional(),
  title: z.string().optional(),
  /** The first 50 characters of the body, for lists. */
  excerpt: z.string(),
  textVersion: z.number().int(),
  ...recurringTimeSchema.shape,
  minGapMinutes: z.number().int().optional(),
  onConflict: onConflictSchema.optional(),
  latePolicy: latePolicySchema.optional(),
  lateAfterMinutes: lateAfterMinutesSchema.optional(),
  ...sharedLabelFields,

  /** Goes up with each change by a user: the posts of a plan have ids of their own. */
  plan: z.number().int(),
  /** Goes up with every write: the optimistic lock. */
  revision: z.number().int(),
  /** The one post that is made and not known to have gone out. */
  pending: seriesPostSchema.optional(),
  /** The last one whose time has come. */
  last: seriesPostSchema.optional(),
  /** When the next post is made; only while it is active. */
  lookAt: instant.optional(),
  made: z.number().int(),
  skipped: z.number().int(),
  /** The last occurrence that has no post, until one has again. */
  lastSkip: skipReasonSchema.extend({ at: instant }).optional(),
  /** Who said what it says. */
  requestedBy: z.string(),
  /** The requester's approval covers every post, if the account allows own approval. */
  approved: z.boolean(),
  correlationId: z.string(),
  createdAt: instant,
  updatedAt: instant,
});
export type Series = z.infer<typeof seriesSchema>;

/** What a series says: the text of the first turn, and those that take turns with it. */
export const seriesTextsSchema = z.object({
  content: distributionContentSchema,
  variations: repeatSchema.shape.variations.unwrap(),
});
export type SeriesTexts = z.infer<typeof seriesTextsSchema>;

/** What became of one occurrence. */
export const seriesOccurrenceSchema = z.object({
  at: instant,
  /** `YYYY-MM-DDTHH:MM` as the rule gives it. */
  occurrence: z.string(),
  did: z.enum(['made', 'skipped']),
  distributionId: z.uuid().optional(),
  turn: z.number().int().optional(),
  /** Occurrences since the post before it that have no post: of an outage or a pause, too near, or left out. */
  passedOver: z.number().int().optional(),
  reason: skipReasonSchema.optional(),
});
export type SeriesOccurrence = z.infer<typeof seriesOccurrenceSchema>;
