import * as z from 'zod';

const pollSchema = z.object({ tenantId: z.string(), feedId: z.string() });
export type PollFeed = z.infer<typeof pollSchema>;

/** The event of a new feed as the bus puts it into the queue. */
const createdSchema = z
  .object({
    'detail-type': z.literal('FEED_CREATED'),
    detail: z.object({ tenantId: z.string(), entityId: z.string() }),
  })
  .transform(({ detail }) => ({ tenantId: detail.tenantId, feedId: detail.entityId }));

/** Tenants whose feeds may be due. `tenantId` is the first of them. */
const planSchema = z.object({
  kind: z.literal('plan'),
  tenantId: z.string(),
  tenantIds: z.array(z.string()).min(1),
});

/** The tenants after this place of their list have not been handed out yet. */
const handOutSchema = z.object({ kind: z.literal('handOut'), tenantId: z.string(), after: z.string() });

/** What the feed queue carries. */
export const feedMessageSchema = z.union([planSchema, handOutSchema, pollSchema, createdSchema]);
export type FeedMessage = z.infer<typeof feedMessageSchema>;
