import type { ContentProblem } from '../kernel/problem.ts';
import { adapterFor } from '../platforms/registry.ts';
import type { Account } from './account.ts';
import { windowProblems } from './lead-window.ts';

/** Whether posts of the account can be planned for a later time; publishing at once is always possible. */
export function takesPlannedTimes({ kind, supportsScheduling }: Pick<Account, 'kind' | 'supportsScheduling'>): boolean {
  return adapterFor(kind).rules.supports.scheduling && supportsScheduling !== false;
}

/**
 * What the account has against a planned time: it takes none at all, or this one is outside its window. Holds when a
 * time is asked for: posts that are scheduled already keep their plan.
 * @param at the instant; undefined where there is none
 */
export function plannedTimeProblems(account: Account, at: string | undefined, now: number): ContentProblem[] {
  if (at === undefined) return [];
  return takesPlannedTimes(account) ? windowProblems(account, at, now) : [schedulingOff(account)];
}

export function schedulingOff({ name }: Pick<Account, 'name'>): ContentProblem {
  return {
    field: '/scheduledFor',
    code: 'scheduling_off',
    message: `The account "${name}" takes posts only at once: "supportsScheduling" is false.`,
    remedy:
      'Leave out the time and publish with POST /api/v1/distributions/{id}/publish, or set "supportsScheduling": true with PATCH /api/v1/platforms/{id}.',
  };
}
