import type { Actor } from '../../kernel/events/event.ts';
import type { Distribution } from '../model/distribution.ts';
import { withPart } from '../model/status-parts.ts';
import { failPost } from '../outcome/fail-post.ts';
import { postpone } from '../outcome/postpone-distribution.ts';

/**
 * A worker died while it prepared: the next one carries on at once, and what it has saved counts. It is counted as a
 * failed try, so that a text which kills its workers comes to an end.
 */
export async function takeOverPreparing(state: Distribution, maxRetries: number, actor: Actor): Promise<void> {
  const error = {
    class: 'RETRY_LATER',
    message: 'The publisher stopped while it prepared the post.',
    remedy: 'Nothing: the post is tried again. If it stays, see the log of the publish function.',
  };
  if (state.retryCount >= maxRetries) return failPost(state, error, actor);
  const at = Math.max(Date.now(), Date.parse(withPart(state, 'due').dueAt));
  await postpone(state, { at, reason: 'WORKER_LOST', counts: 'retryCount', error }, actor);
}
