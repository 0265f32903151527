import type { PlatformAdapter, Prepared, PublishContext, PublishResult } from '../contract/adapter.ts';
import type { DistributionContent } from '../contract/content.ts';
import { PlatformError, type PlatformFailureClass } from '../contract/platform-failure.ts';
import { readAnswer } from '../http/read-answer.ts';
import { visibleCallSignal } from '../http/timeouts.ts';
import { call } from './client.ts';
import { containersOf, dropContainer, prepare, readContainer, readPrepared } from './containers.ts';
import { network } from './network.ts';
import { post, postFields, problemsOf, reference, SANDBOX, toResult } from './post.ts';
import { containerRules as rules } from './rules.ts';
import { platformSpecific, schemas } from './schemas.ts';

/**
 * The sandbox network in two steps, as Instagram and Threads have it: a container that nobody sees, and its publication,
 * which happens once. The container tells afterwards whether it was published.
 */
export const sandboxContainer: PlatformAdapter = {
  ...network,
  rules,
  schemas,
  prepare,
  find,
  validate: (content) => problemsOf(content, rules, platformSpecific),
  preview: postFields,

  async publish(context, content, saved) {
    const { containerId } = await prepare(context, content, saved);
    try {
      return await publishContainer(context, containerId);
    } catch (error) {
      if (isOf('DUPLICATE', error)) return await published(context, containerId, error);
      if (!isOf('NOT_FOUND', error)) throw error;
    }
    // A container that is gone was never published: the network keeps those that were.
    const renewed = await prepare(context, content, { reference: reference(context) });
    return publishContainer(context, renewed.containerId);
  },

  /** Those too whose id was not saved. What is published stays, and so does its container. */
  async discard(context, saved) {
    const { containerId } = readPrepared(saved);
    const ids = new Set((await containersOf(context)).map(({ id }) => id));
    if (containerId !== undefined) ids.add(containerId);
    for (const id of ids) await dropContainer(context, id);
  },
};

async function publishContainer(context: PublishContext, id: string): Promise<PublishResult> {
  const signal = visibleCallSignal(context.signal);
  const path = `containers/${encodeURIComponent(id)}/publish`;
  const body = await call(context, path, { method: 'POST', visible: true, signal });
  return toResult(readAnswer(post, body, { ...SANDBOX, visible: true }));
}

/** "Published already" is our own earlier try, whose answer was lost. */
async function published(context: PublishContext, containerId: string, refusal: unknown): Promise<PublishResult> {
  const found = (await readContainer(context, containerId))?.post;
  if (found === undefined) throw refusal;
  return toResult(found);
}

async function find(
  context: PublishContext,
  _content: DistributionContent,
  saved: Prepared,
): Promise<PublishResult | 'absent'> {
  const { containerId } = readPrepared(saved);
  const own = containerId === undefined ? undefined : await readContainer(context, containerId);
  const containers = own === undefined ? await containersOf(context) : [own];
  const found = containers.find((container) => container.post !== undefined)?.post;
  return found === undefined ? 'absent' : toResult(found);
}

function isOf(failureClass: PlatformFailureClass, error: unknown): boolean {
  return error instanceof PlatformError && error.failure.class === failureClass;
}
