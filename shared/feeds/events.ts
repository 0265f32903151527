import * as z from 'zod';
import { defineEvents } from '../kernel/events/define-events.ts';
import { contentProblemSchema } from '../kernel/problem.ts';
import { feedPatchSchema, newFeedSchema } from './feed.ts';
import { feedPk } from './keys.ts';

const feedEntity = { type: 'feed', pk: feedPk };

export const feedEvents = defineEvents(feedEntity, {
  FEED_CREATED: { summary: 'A user began to follow a feed; the first poll begins.', data: () => newFeedSchema },
  FEED_UPDATED: {
    summary: 'A user changed the settings of a feed; `data` has the fields of the request.',
    data: () => feedPatchSchema,
  },
  FEED_PAUSED: {
    summary: 'Herald stopped reading a feed: it is gone for good, or it failed for a week.',
    data: () => z.strictObject({ url: z.string(), reason: z.string(), remedy: z.string() }),
  },
  FEED_DELETED: {
    summary: 'A user stopped following a feed; the posts that were made from it stay.',
    data: () => z.strictObject({ url: z.string() }),
  },
  FEED_ITEM_REFUSED: {
    summary: 'An entry of a feed could not become a post of one platform; no later poll tries it again.',
    data: () =>
      z.strictObject({
        guid: z.string(),
        title: z.string(),
        link: z.string().optional(),
        platformId: z.uuid(),
        code: z.string(),
        message: z.string(),
        remedy: z.string(),
        problems: z.array(contentProblemSchema),
      }),
  },
});
