import { checked } from '../bench/checked.ts';
import type { PlannedPost } from '../bench/planned-post.ts';
import { spreadOver } from '../bench/planned-post.ts';
import type { WordpressDouble } from '../doubles/wordpress-server.ts';
import type { Herald } from '../support/herald.ts';

/** The tenant whose posts must not suffer. */
export interface Neighbour {
  /** @returns the planned posts, spread over `milliseconds` from `start` on */
  schedule(count: number, start: number, milliseconds: number): Promise<PlannedPost[]>;
  /** How many posts have each status. */
  statuses(): Promise<Record<string, number>>;
}

export async function neighbourOf(herald: Herald, site: WordpressDouble): Promise<Neighbour> {
  const { username, appPassword, url } = site;
  const account = {
    kind: 'wordpress',
    name: 'Neighbour',
    publishConfig: { apiUrl: url },
    credentials: { username, appPassword },
  };
  const { body } = await checked(herald.api('POST', '/api/v1/platforms', account));
  return {
    async schedule(count, start, milliseconds) {
      const posts = spreadOver(count, start, milliseconds);
      for (const { title, body: text, due } of posts) {
        const scheduledFor = new Date(due).toISOString();
        await checked(
          herald.api('POST', '/api/v1/distributions', { platformId: body.id, title, body: text, scheduledFor }),
        );
      }
      return posts;
    },
    async statuses() {
      const counts: Record<string, number> = {};
      const { items } = (await checked(herald.api('GET', '/api/v1/distributions?limit=100'))).body;
      for (const { status } of items) counts[status] = (counts[status] ?? 0) + 1;
      return counts;
    },
  };
}
