import { AtUri } from '@atproto/api';
import * as z from 'zod';
import type { PostReference, Prepared, PublishContext, PublishResult } from '../contract/adapter.ts';
import type { DistributionContent } from '../contract/content.ts';
import { replyOf } from '../contract/thread.ts';
import { idField } from '../http/answer-fields.ts';
import { limitOf } from '../http/limit-headers.ts';
import { readAnswer } from '../http/read-answer.ts';
import { asVisibleCall } from '../http/timeouts.ts';
import { blueskyError, isMissingBlob } from './errors.ts';
import { sessionAgent } from './lib/agent.ts';
import { toResult } from './lib/publish-result.ts';
import { postRecord, type Reply, type StrongRef } from './lib/record.ts';
import { recordKey } from './lib/record-key.ts';
import { collection } from './post-address.ts';
import { prepare, prepareFollowing } from './prepare.ts';

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
    if (!isMissingBlob(error))
      throw blueskyError(error, { credentials: context.credentials, now: context.now(), visible: true });
  }
  const renewed = await prepare(context, content, { ...prepared, images: [] });
  try {
    return await put(context, postRecord(content, renewed), renewed.createdAt);
  } catch (error) {
    throw blueskyError(error, { credentials: context.credentials, now: context.now(), visible: true });
  }
}

async function put(
  context: PublishContext,
  record: Record<string, unknown>,
  createdAt: string,
): Promise<PublishResult> {
  const rkey = recordKey(context.publication);
  const { data, headers, session } = await asVisibleCall(context, async (signal) => {
    const { agent, session } = sessionAgent(context, signal);
    const written = { repo: session.did, collection, rkey, record, validate: true };
    return { ...(await agent.com.atproto.repo.putRecord(written)), session };
  });
  const limit = limitOf(headers, ['ratelimit'], context.now());
  return {
    ...toResult({ ...data, createdAt }, { handle: session.handle, visible: true }),
    ...(limit !== undefined && { limit }),
  };
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
    return readAnswer(z.object({ uri: idField, cid: idField }), data, { platform: 'Bluesky' });
  } catch (error) {
    throw blueskyError(error, { credentials: context.credentials, now: context.now() });
  }
}
