import * as z from 'zod';
import type { PlatformContext } from '../contract/adapter.ts';
import { metrics, type PlatformMetrics } from '../contract/metrics.ts';
import { countField, idField } from '../http/answer-fields.ts';
import { readAnswer } from '../http/read-answer.ts';
import { blueskyError } from './errors.ts';
import { sessionAgent } from './lib/agent.ts';

/** Servers leave out a count of none. */
const count = z.preprocess((value = 0) => value, countField);
const posts = z.array(
  z.object({
    uri: idField,
    likeCount: count,
    replyCount: count,
    repostCount: count,
    quoteCount: count,
    /** Older servers do not count it. */
    bookmarkCount: countField,
  }),
);

/** Bluesky shows what people did with a post, not how many saw it. */
export async function getMetrics(
  context: PlatformContext,
  externalIds: string[],
): Promise<Map<string, PlatformMetrics>> {
  try {
    const { data } = await sessionAgent(context).agent.getPosts({ uris: externalIds });
    const found = readAnswer(posts, data.posts, { platform: 'Bluesky' });
    return new Map(found.map(({ uri, ...counts }) => [uri, toMetrics(counts)]));
  } catch (error) {
    throw blueskyError(error, { credentials: context.credentials, now: context.now() });
  }
}

function toMetrics(counts: Omit<z.infer<typeof posts>[number], 'uri'>): PlatformMetrics {
  const { likeCount: likes, replyCount: comments, repostCount: reposts, quoteCount: quotes } = counts;
  const saves = counts.bookmarkCount;
  const shares = sum(reposts, quotes);
  const engagements = sum(likes, comments, shares, saves ?? 0);
  return metrics({ likes, comments, shares, saves, engagements, platformMetrics: { reposts, quotes } });
}

function sum(...counts: (number | null)[]): number | null {
  return counts.reduce((so, one) => (so === null || one === null ? null : so + one), 0);
}
