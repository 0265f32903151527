import { planFeeds } from '../../shared/feeds/plan-feeds.ts';

/** Every 15 minutes: sends a message for each feed that is due. */
export async function handler(): Promise<{ messages: number }> {
  return { messages: await planFeeds() };
}
