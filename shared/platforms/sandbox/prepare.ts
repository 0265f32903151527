import type { Prepared, PublishContext } from '../contract/adapter.ts';
import type { DistributionContent } from '../contract/content.ts';
import { readAnswer } from '../http/read-answer.ts';
import { call } from './lib/client.ts';
import { type Container, type ContainerPrepared, container, containersOf, readPrepared } from './lib/containers.ts';
import { postFields, reference, SANDBOX } from './lib/post.ts';

/** Makes the container, or takes the one that an earlier run made and could not save. */
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
