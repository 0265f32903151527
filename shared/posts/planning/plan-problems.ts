import { type LeadWindow, windowProblems } from '../../accounts/lead-window.ts';
import type { ContentProblem } from '../../kernel/problem.ts';
import type { NewDistribution } from '../model/distribution-input.ts';

/**
 * What is wrong with when a post is to go out, apart from how the time is written: a status that does not go with it, a
 * time outside the platform's window.
 * @param at the instant that the time means, or that was found; undefined where there is none (yet)
 */
export function planProblems(
  { status, scheduledFor }: Pick<Partial<NewDistribution>, 'status' | 'scheduledFor'>,
  window: LeadWindow | undefined,
  at: string | undefined,
  now: number,
): ContentProblem[] {
  const problems = window === undefined ? [] : windowProblems(window, at, now);
  if (status === 'scheduled' && scheduledFor === undefined) {
    problems.push({
      field: '/scheduledFor',
      code: 'required',
      message: 'A scheduled post needs a time.',
      remedy: 'Add "scheduledFor", or leave out "status" to keep a draft.',
    });
  }
  if (status === 'draft' && scheduledFor !== undefined) {
    problems.push({
      field: '/status',
      code: 'draft_with_time',
      message: 'A draft has no time: it would look scheduled and never go out.',
      remedy: 'Leave out "status" to schedule it, or leave out "scheduledFor" to keep a draft.',
    });
  }
  return problems;
}
