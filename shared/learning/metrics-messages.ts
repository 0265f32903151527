import * as z from 'zod';

/** A chunk of one account's posts whose figures one call of the platform reads. */
const syncSchema = z.object({
  kind: z.literal('sync').default('sync'),
  tenantId: z.string(),
  platformId: z.string(),
  distributionIds: z.array(z.string()).min(1).max(100),
});
export type SyncMetrics = z.infer<typeof syncSchema>;

/** Tenants whose posts are to be measured. `tenantId` is the first of them. */
const planSchema = z.object({
  kind: z.literal('plan'),
  tenantId: z.string(),
  tenantIds: z.array(z.string()).min(1),
  /** Accounts of the first tenant that an earlier worker has planned. */
  done: z.number().int().default(0),
});
export type PlanTenants = z.infer<typeof planSchema>;

/** The tenants after this place of their list have not been handed out yet. */
const handOutSchema = z.object({ kind: z.literal('handOut'), tenantId: z.string(), after: z.string() });

/** What the metrics queue carries. */
export const metricsMessageSchema = z.union([planSchema, handOutSchema, syncSchema]);
export type MetricsMessage = z.infer<typeof metricsMessageSchema>;
