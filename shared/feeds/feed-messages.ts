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

/** What the feed queue carries. */
export const feedMessageSchema = z.union([pollSchema, createdSchema]);
