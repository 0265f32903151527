import * as z from 'zod';
import type { PlatformAdapter } from '../contract/adapter.ts';
import { metrics } from '../contract/metrics.ts';
import { isGone } from '../http/is-gone.ts';
import { readAnswer } from '../http/read-answer.ts';
import { call } from './client.ts';
import { SANDBOX } from './post.ts';

const account = z.object({ accountId: z.string(), accountName: z.string(), followersCount: z.number() });
const count = z
  .number()
  .nullish()
  .transform((value) => value ?? null);
const counts = z.object({
  id: z.string(),
  impressions: count,
  reach: count,
  engagements: count,
  clicks: count,
  shares: count,
  comments: count,
  likes: count,
  saves: count,
});

/** What the sandbox network does for a post however it was published. */
export const network = {
  verify: async (context) => readAnswer(account, await call(context, 'me'), SANDBOX),

  externalIdOf: (url) => /\/sandbox\/v1\/posts\/([\w-]+)\/?(?:[?#]|$)/.exec(url)?.[1],

  async delete(context, externalId) {
    try {
      await call(context, `posts/${encodeURIComponent(externalId)}`, { method: 'DELETE' });
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  },

  async getMetrics(context, externalIds) {
    const body = await call(context, `metrics?ids=${encodeURIComponent(externalIds.join(','))}`);
    const { items } = readAnswer(z.object({ items: z.array(counts) }), body, SANDBOX);
    return new Map(items.map(({ id, ...known }) => [id, metrics(known)]));
  },
} satisfies Partial<PlatformAdapter>;
