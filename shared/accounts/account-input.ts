import * as z from 'zod';
import { jsonObject } from '../kernel/json-object.ts';
import { nameSchema, oneLine } from '../kernel/one-line.ts';
import { webAddress } from '../kernel/web-address.ts';
import { lateAfterMinutesSchema, latePolicySchema } from './late-policy.ts';
import { quietHoursSchema } from './quiet-hours.ts';

const limit = z.number().int().positive().max(100_000);

const settings = {
  name: nameSchema,
  publishConfig: jsonObject(8),
  credentials: jsonObject(32),
  webhookUrl: webAddress().meta({ description: 'Stored and shown, not used yet.' }),
  postsPerHour: limit,
  postsPerDay: limit,
  minIntervalMinutes: limit,
  maxRetries: z.number().int().min(0).max(10),
  retryDelaySeconds: z.number().int().min(1).max(86_400),
  accountId: z.string().max(300),
  accountName: z.string().max(300),
  followersCount: z.number().int().nonnegative(),
  businessUnit: oneLine(200),
  clientId: z.uuid(),
  latePolicy: latePolicySchema,
  lateAfterMinutes: lateAfterMinutesSchema,
  quietHours: z.array(quietHoursSchema).max(10),
  minLeadMinutes: z.number().int().positive().max(43_200),
  maxLeadDays: z.number().int().positive().max(1_830),
};

/** Default: false. Applies to later requests: posts that are scheduled already keep their plan. */
const approval = {
  requiresApproval: z.boolean().optional(),
  allowsOwnApproval: z.boolean().optional(),
};

const notUsed = z.boolean().optional().meta({ description: 'Stored and shown, not used yet.' });

/** Switches off what the platform can do; nothing can be switched on that it cannot. */
const abilities = {
  supportsScheduling: z.boolean().optional().meta({
    description:
      'false: new posts are published at once only, a planned time is refused (scheduling_off). Scheduled posts keep their plan.',
  }),
  supportsEditing: notUsed,
  supportsDeletion: notUsed,
  supportsAnalytics: z.boolean().optional(),
};

/** What `POST /platforms` takes. `publishConfig` and `credentials` have the shape that the kind of platform asks for. */
export const newAccountSchema = z.strictObject({
  kind: z.string(),
  name: settings.name,
  publishConfig: settings.publishConfig.optional(),
  credentials: settings.credentials.optional(),
  webhookUrl: settings.webhookUrl.optional(),
  /** Default: no limit. */
  postsPerHour: settings.postsPerHour.optional(),
  postsPerDay: settings.postsPerDay.optional(),
  minIntervalMinutes: settings.minIntervalMinutes.optional(),
  maxRetries: settings.maxRetries.optional(),
  retryDelaySeconds: settings.retryDelaySeconds.optional(),
  accountId: settings.accountId.optional(),
  accountName: settings.accountName.optional(),
  followersCount: settings.followersCount.optional(),
  businessUnit: settings.businessUnit.optional(),
  clientId: settings.clientId.optional(),
  latePolicy: settings.latePolicy.optional(),
  lateAfterMinutes: settings.lateAfterMinutes.optional(),
  minLeadMinutes: settings.minLeadMinutes.optional(),
  maxLeadDays: settings.maxLeadDays.optional(),
  ...approval,
  quietHours: settings.quietHours.optional(),
  ...abilities,
});
export type NewAccount = z.infer<typeof newAccountSchema>;

/** What `PATCH /platforms/{id}` takes: null removes a value, a missing field keeps it. New credentials reconnect the platform. */
export const accountPatchSchema = z.strictObject({
  name: settings.name.optional(),
  publishConfig: settings.publishConfig.optional(),
  credentials: settings.credentials.optional(),
  webhookUrl: settings.webhookUrl.nullable().optional(),
  postsPerHour: settings.postsPerHour.nullable().optional(),
  postsPerDay: settings.postsPerDay.nullable().optional(),
  minIntervalMinutes: settings.minIntervalMinutes.nullable().optional(),
  maxRetries: settings.maxRetries.optional(),
  retryDelaySeconds: settings.retryDelaySeconds.optional(),
  accountId: settings.accountId.nullable().optional(),
  accountName: settings.accountName.nullable().optional(),
  followersCount: settings.followersCount.nullable().optional(),
  businessUnit: settings.businessUnit.nullable().optional(),
  clientId: settings.clientId.nullable().optional(),
  latePolicy: settings.latePolicy.nullable().optional(),
  lateAfterMinutes: settings.lateAfterMinutes.nullable().optional(),
  minLeadMinutes: settings.minLeadMinutes.nullable().optional(),
  maxLeadDays: settings.maxLeadDays.nullable().optional(),
  ...approval,
  quietHours: settings.quietHours.nullable().optional(),
  ...abilities,
});
export type AccountPatch = z.infer<typeof accountPatchSchema>;
