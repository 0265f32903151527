import * as z from 'zod';
import type { Prepared, PublishContext } from '../contract/adapter.ts';
import type { DistributionContent } from '../contract/content.ts';
import { PlatformError } from '../contract/platform-failure.ts';
import { isGone } from '../http/is-gone.ts';
import { readAnswer } from '../http/read-answer.ts';
import { call } from './client.ts';
import { post, postFields, reference, SANDBOX } from './post.ts';

const container = z.object({ id: z.string(), status: z.enum(['ready', 'published']), post: post.optional() });
type Container = z.infer<typeof container>;

const preparedSchema = z.object({
  /** Our mark on the containers of this text. Its being here says that one may have been made. */
  reference: z.string().optional(),
  containerId: z.string().optional(),
});
export type ContainerPrepared = z.infer<typeof preparedSchema>;

export function readPrepared(saved: Prepared): ContainerPrepared {
  return preparedSchema.parse(saved);
}

/** Makes the container, or takes the one that a run before made and did not get to save. */
export async function prepare(
  context: PublishContext,
  content: DistributionContent,
  saved: Prepared,
): Promise<ContainerPrepared & { containerId: string }> {
  const { reference: begun, containerId } = readPrepared(saved);
  if (containerId !== undefined) return { reference: begun, containerId };
  const mark = reference(context);
  if (begun === undefined) await context.save({ reference: mark });
  const made = begun === undefined ? undefined : await existing(context);
  const ready = { reference: mark, containerId: (made ?? (await create(context, content, mark))).id };
  await context.save({ ...ready });
  return ready;
}

async function existing(context: PublishContext): Promise<Container | undefined> {
  const found = await containersOf(context);
  return found.find(({ status }) => status === 'published') ?? found[0];
}

async function create(context: PublishContext, content: DistributionContent, mark: string): Promise<Container> {
  const json = { ...postFields(content), reference: mark };
  return readAnswer(container, await call(context, 'containers', { method: 'POST', json }), SANDBOX);
}

/** All that carry our mark. */
export async function containersOf(context: PublishContext): Promise<Container[]> {
  const body = await call(context, `containers?reference=${encodeURIComponent(reference(context))}`);
  return readAnswer(z.object({ items: z.array(container) }), body, SANDBOX).items;
}

/** Undefined when it is gone. */
export async function readContainer(context: PublishContext, id: string): Promise<Container | undefined> {
  try {
    return readAnswer(container, await call(context, `containers/${encodeURIComponent(id)}`), SANDBOX);
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

export async function dropContainer(context: PublishContext, id: string): Promise<void> {
  try {
    await call(context, `containers/${encodeURIComponent(id)}`, { method: 'DELETE' });
  } catch (error) {
    const isPublished = error instanceof PlatformError && error.failure.class === 'DUPLICATE';
    if (!isPublished && !isGone(error)) throw error;
  }
}
