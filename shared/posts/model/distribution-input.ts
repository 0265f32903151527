import * as z from 'zod';
import { lateAfterMinutesSchema, latePolicySchema } from '../../accounts/late-policy.ts';
import { onConflictSchema } from '../../calendar/times/resolve-conflict.ts';
import { distributionContentSchema } from '../../platforms/contract/content.ts';
import { labelInput } from './labels.ts';

const timing = {
  /**
   * ISO 8601: with an offset or `Z` it is an instant; without one, `timezone` decides. Or `next_slot` (the platform's
   * next free slot), or `optimal` (its best free time within a week).
   */
  scheduledFor: z.string().min(7, 'Write "next_slot", "optimal", or a time like 2026-12-01T09:30:00Z.').max(64),
  timezone: z.string().min(1).max(50),
};

const content = distributionContentSchema.shape;

/** What happens after an outage; absent or null: the account's setting applies. */
const late = {
  latePolicy: latePolicySchema.nullable().optional(),
  lateAfterMinutes: lateAfterMinutesSchema.nullable().optional(),
};

/** What `POST /distributions` takes. Without `scheduledFor` and `status` it makes a draft. */
export const newDistributionSchema = z.strictObject({
  platformId: z.uuid().toLowerCase(),
  ...content,
  ...labelInput,
  scheduledFor: timing.scheduledFor.optional(),
  timezone: timing.timezone.optional(),
  onConflict: onConflictSchema.optional(),
  ...late,
  status: z.enum(['draft', 'publish_requested', 'scheduled']).optional(),
  allowDuplicate: z.boolean().optional(),
});
export type NewDistribution = z.infer<typeof newDistributionSchema>;

/** What `PATCH /distributions/{id}` takes: null takes a value away, absence keeps it. */
export const distributionPatchSchema = z.strictObject({
  title: content.title.unwrap().nullable().optional(),
  body: content.body.optional(),
  mediaUrls: content.mediaUrls.unwrap().nullable().optional(),
  linkUrl: content.linkUrl.unwrap().nullable().optional(),
  platformSpecific: content.platformSpecific.unwrap().nullable().optional(),
  ...labelInput,
  scheduledFor: timing.scheduledFor.nullable().optional(),
  timezone: timing.timezone.nullable().optional(),
  onConflict: onConflictSchema.optional(),
  ...late,
  allowDuplicate: z.boolean().optional(),
});
export type DistributionPatch = z.infer<typeof distributionPatchSchema>;

/** What a user says about a post with an unknown outcome. `published` needs the post's id or its address. */
export const resolutionSchema = z
  .discriminatedUnion('outcome', [
    z.strictObject({
      outcome: z.literal('published'),
      externalId: z.string().min(1).max(500).optional(),
      externalUrl: z
        .url({ protocol: /^https?$/ })
        .max(2_000)
        .optional(),
    }),
    z.strictObject({ outcome: z.literal('absent') }),
  ])
  .refine((said) => said.outcome === 'absent' || said.externalId !== undefined || said.externalUrl !== undefined, {
    path: ['externalId'],
    message: 'Add "externalId" or "externalUrl" of the published post',
  });
export type Resolution = z.infer<typeof resolutionSchema>;

/**
 * An approval: at the time that was asked for, at another one, or at once. With `version` only of exactly what the
 * approver has read.
 */
export const approvalSchema = z
  .strictObject({
    scheduledFor: timing.scheduledFor.optional(),
    timezone: timing.timezone.optional(),
    now: z.boolean().optional().meta({ description: 'At once, whatever its time.' }),
    version: z.number().int().optional().meta({ description: 'Refused if the version has changed.' }),
  })
  .refine(({ now, scheduledFor }) => !now || scheduledFor === undefined, {
    path: ['now'],
    message: 'Send "now" or "scheduledFor", not both',
  })
  .refine(({ timezone, scheduledFor }) => timezone === undefined || scheduledFor !== undefined, {
    path: ['timezone'],
    message: 'A time zone alone changes nothing: add "scheduledFor"',
  });
export type Approval = z.infer<typeof approvalSchema>;

export const bulkApprovalSchema = z.strictObject({
  ids: z.array(z.uuid().toLowerCase()).min(1).max(50),
  lateNow: z
    .boolean()
    .optional()
    .meta({ description: 'What was planned for a time that has passed goes out at once.' }),
});

export const rejectionSchema = z.strictObject({ reason: z.string().trim().min(1).max(500) });
