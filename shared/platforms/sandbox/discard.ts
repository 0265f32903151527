import type { DiscardExtent, Prepared, PublishContext } from '../contract/adapter.ts';
import { containersOf, dropContainer, readPrepared } from './lib/containers.ts';

/** Drops the containers whose id was not saved too. What is published stays, and so does its container. */
export async function discard(context: PublishContext, saved: Prepared, extent: DiscardExtent): Promise<number> {
  const { containerId } = readPrepared(saved);
  const ids = new Set((await containersOf(context)).map(({ id }) => id));
  if (containerId !== undefined && extent === 'all') ids.add(containerId);
  if (containerId !== undefined && extent === 'strays') ids.delete(containerId);
  let dropped = 0;
  for (const id of ids) if (await dropContainer(context, id)) dropped += 1;
  return dropped;
}
