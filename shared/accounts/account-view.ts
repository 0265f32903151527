import * as z from 'zod';
import { accountSchema } from './account.ts';

/** A connected platform as the API shows it: never its credentials. */
export const accountViewSchema = accountSchema
  .omit({
    tenantId: true,
    credentialsSecretId: true,
    credentialsVersion: true,
    issuedKeyId: true,
    refreshLockUntil: true,
    revision: true,
  })
  .extend({
    supportsScheduling: z.boolean(),
    supportsEditing: z.boolean(),
    supportsDeletion: z.boolean(),
    supportsAnalytics: z.boolean(),
  })
  .meta({ id: 'PlatformListItem' });
export type AccountView = z.infer<typeof accountViewSchema>;

/** A post that cannot be published before a caller reconnects the account. */
export const postAtRiskSchema = z.object({
  id: z.uuid(),
  scheduledFor: z.iso.datetime().nullable(),
  held: z.boolean(),
});
export type PostAtRisk = z.infer<typeof postAtRiskSchema>;

export const accountDetailSchema = accountViewSchema
  .extend({
    lastPublishedAt: z.iso.datetime().nullable().meta({ description: 'To the minute.' }),
    lastMetricsSyncAt: z.iso.datetime().nullable(),
    apiErrors24h: z.number().int(),
    /** The first twenty, while the account waits for new credentials. */
    postsAtRisk: z.array(postAtRiskSchema),
  })
  .meta({ id: 'Platform' });
export type AccountDetail = z.infer<typeof accountDetailSchema>;
