import * as z from 'zod';
import type { Prepared, PublishContext, PublishResult } from '../contract/adapter.ts';
import type { DistributionContent } from '../contract/content.ts';
import { readAnswer } from '../http/read-answer.ts';
import { call } from './lib/client.ts';
import { containersOf, readContainer, readPrepared } from './lib/containers.ts';
import { post, reference, SANDBOX, toResult } from './lib/post.ts';

/** The post that carries our reference. */
export async function find(context: PublishContext): Promise<PublishResult | 'absent'> {
  const body = await call(context, `posts?reference=${encodeURIComponent(reference(context))}`);
  const [found] = readAnswer(z.object({ items: z.array(post) }), body, SANDBOX).items;
  return found === undefined ? 'absent' : toResult(found);
}

/** The post that one of our containers became. */
export async function findContainer(
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
