import type { Account } from '../../accounts/account.ts';
import type { LatePolicy } from '../../accounts/late-policy.ts';
import type { Distribution } from '../model/distribution.ts';

const DEFAULT_MINUTES = 60;

/**
 * What to do with a post at `now` (milliseconds): its own policy, else its platform's, else publish it however late.
 * A post is late if no worker published it at its due moment; a wait for a limit or a retry has a new due moment and is
 * not late. A thread with a published part is always continued.
 */
export function latePolicyFor(
  state: Pick<Distribution, 'dueAt' | 'latePolicy' | 'lateAfterMinutes' | 'thread'>,
  platform: Pick<Account, 'latePolicy' | 'lateAfterMinutes'>,
  now: number,
): LatePolicy {
  const policy = state.latePolicy ?? platform.latePolicy ?? 'publish';
  const minutes = state.lateAfterMinutes ?? platform.lateAfterMinutes ?? DEFAULT_MINUTES;
  if (state.dueAt === undefined || state.thread !== undefined) return 'publish';
  return now - Date.parse(state.dueAt) > minutes * 60_000 ? policy : 'publish';
}
