import type { ContentProblem } from '../content.ts';
import { wallTime } from './local-time.ts';
import { nextWallTime } from './occurrences.ts';
import type { RecurringTime } from './recurrence.ts';
import { wallClock } from './wall-clock.ts';

/** What is wrong with a well-written rule that never comes, or not any more; `now` in milliseconds. */
export function ruleProblems(rule: RecurringTime, now: number, field = '/recurrence/rrule'): ContentProblem[] {
  const beginning = wallTime(rule.date, rule.time) - 1;
  if (nextWallTime(rule, beginning) === undefined) {
    const message = `"${rule.rrule}" has no occurrence in the nine years from ${rule.date} on.`;
    return [{ field, code: 'no_occurrence', message, remedy: 'Check the rule, its end and the dates it leaves out.' }];
  }
  const ahead = Math.max(beginning, wallClock(rule.timezone).wallOf(now));
  if (nextWallTime(rule, ahead) === undefined) {
    const message = `"${rule.rrule}" has ended: its last occurrence has passed.`;
    return [
      { field, code: 'rule_ended', message, remedy: 'Choose a later UNTIL, a larger COUNT or a later first date.' },
    ];
  }
  return [];
}
