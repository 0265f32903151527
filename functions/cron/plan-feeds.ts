import { planFeeds } from '../../shared/feeds/plan-feeds.ts';

/** Every quarter of an hour: has every feed asked that is due. */
export async function handler(): Promise<{ messages: number }> {
  return { messages: await planFeeds(Date.now()) };
}
