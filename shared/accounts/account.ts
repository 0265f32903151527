import * as z from 'zod';
import { platformKindSchema } from '../platforms/kind-schema.ts';
import { latePolicySchema } from './late-policy.ts';
import { quietHoursSchema } from './quiet-hours.ts';

const limit = z.number().int().positive();

/** A connected account, which the API calls a platform. Its credentials are in the credential store. */
export const accountSchema = z.object({
  id: z.uuid(),
  tenantId: z.string(),
  kind: platformKindSchema,
  name: z.string(),
  publishConfig: z.record(z.string(), z.unknown()),
  webhookUrl: z.string().optional(),
  /** Of credentials that are in Secrets Manager; others stand sealed beside this item. */
  credentialsSecretId: z.string().optional(),
  /** Functions cache credentials by this and read exactly this version. */
  credentialsVersion: z.string(),
  postsPerHour: limit.optional(),
  postsPerDay: limit.optional(),
  minIntervalMinutes: limit.optional(),
  maxRetries: z.number().int().min(0).max(10),
  retryDelaySeconds: z.number().int().min(1).max(86_400),
  /** `reconnect`: the platform refuses the credentials until the user gives new ones. */
  connection: z.enum(['connected', 'reconnect']),
  accountId: z.string().optional(),
  accountName: z.string().optional(),
  followersCount: z.number().int().optional(),
  /** `false`: the user switched off what the platform can do. Default: what the platform can do. */
  supportsScheduling: z.boolean().optional(),
  supportsEditing: z.boolean().optional(),
  supportsDeletion: z.boolean().optional(),
  supportsAnalytics: z.boolean().optional(),
  /** The API key that Herald made for its own sandbox network. */
  issuedKeyId: z.string().optional(),
  businessUnit: z.string().optional(),
  clientId: z.string().optional(),
  refreshLockUntil: z.iso.datetime().optional(),
  /** The platform itself takes no post before this: its last answer said so. */
  blockedUntil: z.iso.datetime().optional(),
  /** For posts without a policy. Default: `publish`, however late. */
  latePolicy: latePolicySchema.optional(),
  lateAfterMinutes: z.number().int().optional(),
  /** Each post needs the approval of a key with the scope `approve`; that of its requester only with `allowsOwnApproval`. */
  requiresApproval: z.boolean().optional(),
  allowsOwnApproval: z.boolean().optional(),
  /** How near and how far a planned time may be; publishing at once is not meant. */
  minLeadMinutes: limit.optional(),
  maxLeadDays: limit.optional(),
  /** Nothing is planned by itself in these hours. */
  quietHours: z.array(quietHoursSchema).optional(),
  /** Goes up with every write of the item, by users and by workers: the optimistic lock. */
  revision: z.number().int(),
  createdAt: z.iso.datetime(),
  /** The last change of its settings or of its connection. */
  updatedAt: z.iso.datetime(),
});
export type Account = z.infer<typeof accountSchema>;
