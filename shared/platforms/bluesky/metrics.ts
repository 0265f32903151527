import type { PlatformContext } from '../contract/adapter.ts';
import { metrics, type PlatformMetrics } from '../contract/metrics.ts';
import { blueskyError } from './errors.ts';
import { sessionAgent } from './lib/agent.ts';

/** Bluesky shows what people did with a post, not how many saw it. */
export async function getMetrics(
  context: PlatformContext,
  externalIds: string[],
): Promise<Map<string, PlatformMetrics>> {
  try {
    const { data } = await sessionAgent(context).agent.getPosts({ uris: externalIds });
    return new Map(
      data.posts.map((post) => {
        const { likeCount = 0, replyCount = 0, repostCount = 0, quoteCount = 0, bookmarkCount } = post;
        const shares = repostCount + quoteCount;
        const saves = bookmarkCount ?? null;
        const engagements = likeCount + replyCount + shares + (saves ?? 0);
        const detail = { reposts: repostCount, quotes: quoteCount };
        return [
          post.uri,
          metrics({ likes: likeCount, comments: replyCount, shares, saves, engagements, platformMetrics: detail }),
        ];
      }),
    );
  } catch (error) {
    throw blueskyError(error, context.credentials);
  }
}
