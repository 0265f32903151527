import type { ContentProblem } from '../../kernel/problem.ts';
import { DAY_MS } from '../../kernel/time/durations.ts';
import { wallTime } from '../../kernel/time/local-time.ts';
import { wallClock } from '../../kernel/time/wall-clock.ts';
import { nextWallTime, wallTimesOf } from './occurrences.ts';
import type { RecurringTime } from './recurrence.ts';

/** As far ahead as a rule is tried: the library gives up on a few senseless combinations that end by COUNT. */
const FAR_MS = 30 * 366 * DAY_MS;

/** What is wrong with a well-written rule that never comes, or not any more; `now` in milliseconds. */
export function ruleProblems(rule: RecurringTime, now: number, field = '/recurrence/rrule'): ContentProblem[] {
  const beginning = wallTime(rule.date, rule.time) - 1;
  if (!canBeFollowed(rule, beginning + FAR_MS)) {
    const message = `"${rule.rrule}" takes too long to follow.`;
    return [{ field, code: 'rule_too_complex', message, remedy: 'Use fewer parts, or UNTIL instead of COUNT.' }];
  }
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

function canBeFollowed(rule: RecurringTime, far: number): boolean {
  try {
    wallTimesOf(rule, far, far + 1);
    return true;
  } catch {
    return false;
  }
}
