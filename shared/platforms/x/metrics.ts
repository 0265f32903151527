import * as z from 'zod';
import { DAY_MS } from '../../kernel/time/durations.ts';
import type { PlatformContext } from '../contract/adapter.ts';
import { metrics, type PlatformMetrics } from '../contract/metrics.ts';
import { countField, idField } from '../http/answer-fields.ts';
import { readAnswer } from '../http/read-answer.ts';
import { xError } from './errors.ts';
import { xClient } from './lib/client.ts';
import { idTime } from './lib/id-time.ts';

const PRIVATE_METRICS_MS = 30 * DAY_MS;

const counts = z.record(z.string(), countField).optional();
const post = z.object({ id: idField, public_metrics: counts, non_public_metrics: counts });
type Post = z.infer<typeof post>;
const answer = z.object({
  data: z.array(post).optional(),
  errors: z.array(z.object({ type: z.string().optional(), resource_id: z.string().optional() })).optional(),
});

/**
 * X shows an owner the private figures of posts from the last 30 days only. For an older post it answers an error instead of
 * the post, so young and old posts are requested separately.
 */
export async function getMetrics(
  context: PlatformContext,
  externalIds: string[],
): Promise<Map<string, PlatformMetrics>> {
  const young = externalIds.filter((id) => context.now() - idTime(id) < PRIVATE_METRICS_MS);
  const known = new Map((await read(context, young, true)).map((one) => [one.id, one]));
  const rest = externalIds.filter((id) => !known.has(id));
  for (const one of await read(context, rest, false)) known.set(one.id, one);
  return new Map([...known].map(([id, one]) => [id, toMetrics(one)]));
}

async function read(context: PlatformContext, ids: string[], withPrivate: boolean): Promise<Post[]> {
  if (ids.length === 0) return [];
  try {
    const client = await xClient(context);
    const fields = withPrivate ? 'public_metrics,non_public_metrics' : 'public_metrics';
    const body: unknown = await client.v2.get('tweets', { ids: ids.join(','), 'tweet.fields': fields });
    return readAnswer(answer, body, { platform: 'X' }).data ?? [];
  } catch (error) {
    throw xError(error, { credentials: context.credentials, now: context.now() });
  }
}

/** X's written documents and its specification name the same counts differently: both are read. */
function toMetrics({ public_metrics: shown = {}, non_public_metrics: own = {} }: Post): PlatformMetrics {
  const count = (from: Record<string, number | null>, ...names: string[]) => {
    const value = names.map((name) => from[name]).find((one) => one != null);
    return value ?? null;
  };
  const reposts = count(shown, 'retweet_count', 'repost_count');
  const quotes = count(shown, 'quote_count');
  return metrics({
    impressions: count(shown, 'impression_count') ?? count(own, 'impression_count'),
    engagements: count(own, 'engagements'),
    clicks: count(own, 'url_link_clicks'),
    likes: count(shown, 'like_count'),
    comments: count(shown, 'reply_count'),
    shares: reposts === null && quotes === null ? null : (reposts ?? 0) + (quotes ?? 0),
    saves: count(shown, 'bookmark_count'),
    platformMetrics: { profileClicks: count(own, 'user_profile_clicks'), reposts, quotes },
  });
}
