import * as z from 'zod';
import { platformSchema } from './platform.ts';

/** A connected platform as the API shows it: the seed's extended fields, and never its credentials. */
export const platformViewSchema = platformSchema
  .omit({
    tenantId: true,
    credentialsSecretId: true,
    credentialsVersion: true,
    issuedKeyId: true,
    refreshLockUntil: true,
  })
  .extend({
    supportsScheduling: z.boolean(),
    supportsEditing: z.boolean(),
    supportsDeletion: z.boolean(),
    supportsAnalytics: z.boolean(),
  })
  .meta({ id: 'PlatformListItem' });
export type PlatformView = z.infer<typeof platformViewSchema>;

export const platformDetailSchema = platformViewSchema
  .extend({
    lastPublishedAt: z.iso.datetime().nullable(),
    lastMetricsSyncAt: z.iso.datetime().nullable(),
    apiErrors24h: z.number().int(),
  })
  .meta({ id: 'Platform' });
export type PlatformDetail = z.infer<typeof platformDetailSchema>;
