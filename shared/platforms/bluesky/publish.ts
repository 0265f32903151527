import { AtUri } from '@atproto/api';
import type { DistributionContent } from '../../domain/content.ts';
import { metrics, type PlatformMetrics } from '../../domain/metrics.ts';
import type { Handles, PlatformContext, PublishContext, PublishResult } from '../adapter.ts';
import { visibleCallSignal } from '../timeouts.ts';
import { sessionAgent } from './agent.ts';
import { blueskyError, hasName, isMissingBlob } from './errors.ts';
import { prepare } from './prepare.ts';
import { postRecord } from './record.ts';
import { recordKey } from './record-key.ts';

const collection = 'app.bsky.feed.post';

/** Writes the record under its own key: the same record again changes nothing. */
export async function publish(
  context: PublishContext,
  content: DistributionContent,
  saved: Handles,
): Promise<PublishResult> {
  const handles = await prepare(context, content, saved);
  try {
    return await put(context, postRecord(content, handles), handles.createdAt);
  } catch (error) {
    if (!isMissingBlob(error)) throw blueskyError(error, context.credentials, true);
  }
  const renewed = await prepare(context, content, { ...handles, images: [] });
  try {
    return await put(context, postRecord(content, renewed), renewed.createdAt);
  } catch (error) {
    throw blueskyError(error, context.credentials, true);
  }
}

async function put(
  context: PublishContext,
  record: Record<string, unknown>,
  createdAt: string,
): Promise<PublishResult> {
  const { agent, session } = sessionAgent(context, visibleCallSignal(context.signal));
  const rkey = recordKey(context.publication);
  const { data } = await agent.com.atproto.repo.putRecord({
    repo: session.did,
    collection,
    rkey,
    record,
    validate: true,
  });
  return toResult(data.uri, session.handle, createdAt);
}

/** Reads the record by its key from the account's own server, which is never behind. */
export async function find(context: PublishContext): Promise<PublishResult | 'absent'> {
  const { agent, session } = sessionAgent(context);
  try {
    const rkey = recordKey(context.publication);
    const { data } = await agent.com.atproto.repo.getRecord({ repo: session.did, collection, rkey });
    const { createdAt } = data.value as { createdAt?: string };
    return toResult(data.uri, session.handle, createdAt);
  } catch (error) {
    if (hasName(error, 'RecordNotFound')) return 'absent';
    throw blueskyError(error, context.credentials);
  }
}

/** Deleting what is gone already succeeds at Bluesky too. */
export async function remove(context: PlatformContext, externalId: string): Promise<void> {
  try {
    const { agent, session } = sessionAgent(context);
    await agent.com.atproto.repo.deleteRecord({ repo: session.did, collection, rkey: new AtUri(externalId).rkey });
  } catch (error) {
    throw blueskyError(error, context.credentials);
  }
}

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

/** The web address is Bluesky's own app for accounts of any server. */
function toResult(uri: string, handle: string, createdAt?: string): PublishResult {
  const externalUrl = `https://bsky.app/profile/${handle}/post/${new AtUri(uri).rkey}`;
  return { externalId: uri, externalUrl, ...(createdAt !== undefined && { publishedAt: createdAt }) };
}
