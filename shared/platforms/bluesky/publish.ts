import { AtUri } from '@atproto/api';
import * as z from 'zod';
import type { PlatformContext, PostReference, Prepared, PublishContext, PublishResult } from '../contract/adapter.ts';
import type { DistributionContent } from '../contract/content.ts';
import { metrics, type PlatformMetrics } from '../contract/metrics.ts';
import { replyOf } from '../contract/thread.ts';
import { limitOf } from '../http/limit-headers.ts';
import { readAnswer } from '../http/read-answer.ts';
import { visibleCallSignal } from '../http/timeouts.ts';
import { sessionAgent } from './agent.ts';
import { blueskyError, hasName, isMissingBlob } from './errors.ts';
import { collection, postUrl } from './post-address.ts';
import { prepare, prepareFollowing } from './prepare.ts';
import { postRecord, type Reply, type StrongRef } from './record.ts';
import { recordKey } from './record-key.ts';

/** Writes the record under its own key: the same record again changes nothing. */
export async function publish(
  context: PublishContext,
  content: DistributionContent,
  saved: Prepared,
): Promise<PublishResult> {
  const reply = await replyTo(context);
  const prepared = await (reply === undefined ? prepare : prepareFollowing)(context, content, saved);
  try {
    return await put(context, postRecord(content, prepared, reply), prepared.createdAt);
  } catch (error) {
    if (!isMissingBlob(error)) throw blueskyError(error, context.credentials, true);
  }
  const renewed = await prepare(context, content, { ...prepared, images: [] });
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
  const { data, headers } = await agent.com.atproto.repo.putRecord({
    repo: session.did,
    collection,
    rkey,
    record,
    validate: true,
  });
  const limit = limitOf(headers, ['ratelimit']);
  return { ...toResult({ ...data, createdAt }, session.handle), ...(limit !== undefined && { limit }) };
}

/** A reply names its thread's first post and the one before it, each with the hash of its content. */
async function replyTo(context: PublishContext): Promise<Reply | undefined> {
  const reply = replyOf(context);
  if (reply === undefined) return undefined;
  return { root: await strongRef(context, reply.root), parent: await strongRef(context, reply.parent) };
}

async function strongRef(context: PublishContext, { externalId: uri, reference }: PostReference): Promise<StrongRef> {
  if (typeof reference?.cid === 'string') return { uri, cid: reference.cid };
  try {
    const { host: repo, rkey } = new AtUri(uri);
    const { data } = await sessionAgent(context).agent.com.atproto.repo.getRecord({ repo, collection, rkey });
    return readAnswer(z.object({ uri: z.string(), cid: z.string() }), data, { platform: 'Bluesky' });
  } catch (error) {
    throw blueskyError(error, context.credentials);
  }
}

/** Reads the record by its key from the account's own server, which is never behind. */
export async function find(context: PublishContext): Promise<PublishResult | 'absent'> {
  const { agent, session } = sessionAgent(context);
  try {
    const rkey = recordKey(context.publication);
    const { data } = await agent.com.atproto.repo.getRecord({ repo: session.did, collection, rkey });
    const { createdAt } = data.value as { createdAt?: string };
    return toResult({ ...data, createdAt }, session.handle);
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

function toResult(record: { uri: string; cid?: string; createdAt?: string }, handle: string): PublishResult {
  const { uri, cid, createdAt } = record;
  return {
    externalId: uri,
    externalUrl: postUrl(handle, new AtUri(uri).rkey),
    ...(cid !== undefined && { reference: { cid } }),
    ...(createdAt !== undefined && { publishedAt: createdAt }),
  };
}
