import { checked } from '../bench/checked.ts';
import type { PlannedPost } from '../bench/planned-post.ts';
import { spreadOver } from '../bench/planned-post.ts';
import type { WordpressDouble } from '../doubles/wordpress-server.ts';
import type { Herald } from '../support/herald.ts';

/** The tenant whose posts must not suffer. */
export interface Neighbour {
  /** @returns the planned posts, spread over `milliseconds` from `start` on */
  schedule(count: number, start: number, milliseconds: number): Promise<(PlannedPost & { id: string })[]>;
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
      const posts: (PlannedPost & { id: string })[] = [];
      for (const post of spreadOver(count, start, milliseconds)) {
        const { title, body: text, due } = post;
        const asked = { platformId: body.id, title, body: text, scheduledFor: new Date(due).toISOString() };
        const made = await checked(herald.api('POST', '/api/v1/distributions', asked));
        posts.push({ ...post, id: made.body.id });
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
