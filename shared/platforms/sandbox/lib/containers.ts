import * as z from 'zod';
import type { Prepared, PublishContext } from '../../contract/adapter.ts';
import { PlatformError } from '../../contract/platform-failure.ts';
import { idField } from '../../http/answer-fields.ts';
import { isGone } from '../../http/is-gone.ts';
import { readAnswer } from '../../http/read-answer.ts';
import { call } from './client.ts';
import { post, reference, SANDBOX } from './post.ts';

export const container = z.object({ id: idField, status: z.enum(['ready', 'published']), post: post.optional() });
export type Container = z.infer<typeof container>;

const preparedSchema = z.object({
  /** Our reference on the containers of this text. Once it is saved, there may be one at the network. */
  reference: z.string().optional(),
  containerId: z.string().optional(),
});
export type ContainerPrepared = z.infer<typeof preparedSchema>;

export function readPrepared(saved: Prepared): ContainerPrepared {
  return preparedSchema.parse(saved);
}

/** All that carry our reference. */
export async function containersOf(context: PublishContext): Promise<Container[]> {
  const body = await call(context, `containers?reference=${encodeURIComponent(reference(context))}`);
  return readAnswer(z.object({ items: z.array(container) }), body, SANDBOX).items;
}

/** Undefined when the network has no such container. */
export async function readContainer(context: PublishContext, id: string): Promise<Container | undefined> {
  try {
    return readAnswer(container, await call(context, `containers/${encodeURIComponent(id)}`), SANDBOX);
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** @returns false where it is published or was dropped before */
export async function dropContainer(context: PublishContext, id: string): Promise<boolean> {
  try {
    await call(context, `containers/${encodeURIComponent(id)}`, { method: 'DELETE' });
    return true;
  } catch (error) {
    const isPublished = error instanceof PlatformError && error.failure.class === 'DUPLICATE';
    if (!isPublished && !isGone(error)) throw error;
    return false;
  }
}
