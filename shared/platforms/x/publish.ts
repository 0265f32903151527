import * as z from 'zod';
import type { Prepared, PublishContext, PublishResult } from '../contract/adapter.ts';
import type { DistributionContent } from '../contract/content.ts';
import { PlatformError } from '../contract/platform-failure.ts';
import { replyOf } from '../contract/thread.ts';
import { idField } from '../http/answer-fields.ts';
import { limitOf } from '../http/limit-headers.ts';
import { readAnswer } from '../http/read-answer.ts';
import { asVisibleCall } from '../http/timeouts.ts';
import { xError } from './errors.ts';
import { find } from './find.ts';
import { xClient } from './lib/client.ts';
import { answeredPost, postBody } from './lib/post-body.ts';
import { readPrepared } from './lib/prepared.ts';
import { toResult } from './lib/publish-result.ts';
import { limitHeaders } from './rules.ts';

const created = z.object({ data: z.object({ id: idField }) });

/** @throws PlatformError DUPLICATE with the id of the post where X refuses the text as one that it has */
export async function publish(
  context: PublishContext,
  content: DistributionContent,
  prepared: Prepared,
): Promise<PublishResult> {
  const replyTo = replyOf(context)?.parent.externalId;
  const mediaIds = replyTo === undefined ? readPrepared(prepared).media.map(({ id }) => id) : [];
  try {
    const answer = await asVisibleCall(context, async (signal) => {
      const { v2 } = await xClient(context, signal);
      const body = postBody(content, { mediaIds, replyTo });
      return v2.post<unknown>('tweets', body, { forceBodyMode: 'json', fullResponse: true });
    });
    const { data } = readAnswer(created, answer.data, { platform: 'X', visible: true });
    const limit = limitOf(answer.headers, limitHeaders, context.now());
    return { ...toResult(data.id), ...(limit !== undefined && { limit }) };
  } catch (error) {
    const failed = xError(error, {
      credentials: context.credentials,
      now: context.now(),
      visible: true,
      parent: replyTo ?? answeredPost(content),
    });
    if (failed.failure.class !== 'DUPLICATE') throw failed;
    throw await withExisting(failed, () => find(context, content, prepared));
  }
}

/** Which post X means, where its timeline shows it. Whether that one is ours, only the caller knows. */
async function withExisting(
  failed: PlatformError,
  look: () => Promise<PublishResult | string>,
): Promise<PlatformError> {
  const found = await look().catch(() => 'undetermined');
  if (typeof found === 'string') return failed;
  return new PlatformError({ class: 'DUPLICATE', existingId: found.externalId }, failed.message, {
    remedy: `X has this text from this account already, at ${found.externalUrl}: change the text, or archive this post.`,
    platformCode: failed.platformCode,
    httpStatus: failed.httpStatus,
  });
}
