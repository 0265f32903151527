import type { PlatformContext, Prepared, PublishContext } from '../../platforms/contract/adapter.ts';
import type { Distribution } from '../model/distribution.ts';

/** What the same post has in common over all attempts. `part` is the part of a thread that is next, or that is asked for. */
export function publicationOf(state: Distribution, part = state.thread?.done ?? 0): PublishContext['publication'] {
  const { id, textVersion, createdAt, thread } = state;
  return {
    distributionId: id,
    textVersion,
    createdAt,
    dueAt: state.dueAt ?? createdAt,
    part,
    ...(thread !== undefined && { replyTo: { root: thread.root, parent: thread.parent } }),
  };
}

/** `save` is called by `prepare` alone; what other calls make on their way is not kept. */
export function publishContext(
  context: PlatformContext,
  publication: PublishContext['publication'],
  save: (prepared: Prepared) => Promise<void> = async () => {},
): PublishContext {
  return { ...context, publication, save };
}
