import type { Prepared, PublishContext, PublishResult } from '../contract/adapter.ts';
import type { DistributionContent } from '../contract/content.ts';
import { PlatformError, type PlatformFailureClass } from '../contract/platform-failure.ts';
import { readAnswer } from '../http/read-answer.ts';
import { asVisibleCall } from '../http/timeouts.ts';
import { call } from './lib/client.ts';
import { readContainer } from './lib/containers.ts';
import { post, postFields, reference, replyFields, SANDBOX, toResult } from './lib/post.ts';
import { prepare } from './prepare.ts';

/** With our reference: the network answers a second call with the first post. */
export async function publish(context: PublishContext, content: DistributionContent): Promise<PublishResult> {
  const fields = { ...postFields(content), ...replyFields(context), reference: reference(context) };
  return visibleCall(context, 'posts', fields);
}

/** Without a reference: each call makes a post. */
export async function publishBlind(context: PublishContext, content: DistributionContent): Promise<PublishResult> {
  return visibleCall(context, 'posts', { ...postFields(content), ...replyFields(context) });
}

/** Publishes the container that was prepared, which the network does once. */
export async function publishContainer(
  context: PublishContext,
  content: DistributionContent,
  saved: Prepared,
): Promise<PublishResult> {
  const { containerId } = await prepare(context, content, saved);
  try {
    return await visibleCall(context, pathOf(containerId));
  } catch (error) {
    if (isOf('DUPLICATE', error)) return await published(context, containerId, error);
    if (!isOf('NOT_FOUND', error)) throw error;
  }
  // A container that is gone was never published: the network keeps those that were.
  const renewed = await prepare(context, content, { reference: reference(context) });
  return visibleCall(context, pathOf(renewed.containerId));
}

const pathOf = (containerId: string) => `containers/${encodeURIComponent(containerId)}/publish`;

async function visibleCall(context: PublishContext, path: string, json?: object): Promise<PublishResult> {
  const body = await asVisibleCall(context, (signal) =>
    call(context, path, { method: 'POST', json, visible: true, signal }),
  );
  return toResult(readAnswer(post, body, { ...SANDBOX, visible: true }));
}

/** "Published already" is our own earlier try, whose answer was lost. */
async function published(context: PublishContext, containerId: string, refusal: unknown): Promise<PublishResult> {
  const found = (await readContainer(context, containerId))?.post;
  if (found === undefined) throw refusal;
  return toResult(found);
}

function isOf(failureClass: PlatformFailureClass, error: unknown): boolean {
  return error instanceof PlatformError && error.failure.class === failureClass;
}
