import { markReconnectNeeded } from '../../accounts/access/connection.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { transact } from '../../kernel/table/transact.ts';
import { describeError } from '../../platforms/contract/describe-error.ts';
import type { PlatformError } from '../../platforms/contract/platform-failure.ts';
import { postEvents } from '../model/events.ts';
import { postEvent } from '../model/post-event.ts';
import { keepDiscard } from '../model/waiting-discard-items.ts';
import { failureRules } from '../outcome/failure-rules.ts';
import { postsAtRisk } from '../outcome/posts-at-risk.ts';
import type { Publication } from './load-publication.ts';

/** One less than the queue allows: the last says on record what stays, and no dead letter calls an operator for it. */
const MAX_RECEIVES = 4;

/**
 * Writes what a failure means for what was to be taken away: it waits until the account is connected again, or it stays at
 * the platform, which the log of the post says.
 *
 * @param receives how often the message has come
 * @throws PlatformError where it may work later; the message comes again
 */
export async function applyDiscardFailure(
  { ref, state, access }: Publication,
  failed: PlatformError,
  actor: Actor,
  receives: number,
): Promise<void> {
  const { action } = failureRules[failed.failure.class];
  if (action === 'hold') {
    const connection = await markReconnectNeeded(access.account, failed, actor, postsAtRisk);
    // New access has come meanwhile.
    if (connection === 'connected') throw failed;
    return transact([keepDiscard(ref)]);
  }
  if (action !== 'give_up' && receives < MAX_RECEIVES) throw failed;
  const { textVersion } = ref;
  const data = { textVersion, error: describeError(failed) };
  await transact([postEvent(actor, state, postEvents.DISTRIBUTION_DISCARD_FAILED, data)]);
}
