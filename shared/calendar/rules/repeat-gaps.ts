import { MAX_LEAD_MS } from '../../accounts/lead-window.ts';
import type { ContentProblem } from '../../kernel/problem.ts';
import { DAY_MS } from '../../kernel/time/durations.ts';
import { localDate, wallTime } from '../../kernel/time/local-time.ts';
import { wallClock } from '../../kernel/time/wall-clock.ts';
import { nextWallTime, wallTimesOf } from './occurrences.ts';
import type { RecurringTime } from './recurrence.ts';

/** A post is made when the one before it has gone out: a day for that to be late. */
const MAX_GAP_MS = MAX_LEAD_MS - DAY_MS;
/** A rule that is this regular for so long may do what it likes at the end of the century. */
const LOOKED_AT_MS = 30 * 366 * DAY_MS;
const MAX_LOOKED_AT = 60;
/** The rarest rule (YEARLY with INTERVAL=999) comes again within this. */
const RAREST_MS = 1_100 * 366 * DAY_MS;

/**
 * What is wrong with a rule whose next occurrence, or one after another, is further ahead than a post can be planned:
 * it would be accepted and never go out. `now` in milliseconds.
 */
export function gapProblems(rule: RecurringTime, now: number): ContentProblem[] {
  const here = wallClock(rule.timezone).wallOf(now);
  const begin = Math.max(here, wallTime(rule.date, rule.time) - 1);
  if (begin - here > MAX_GAP_MS) return [tooFar(rule)];
  let wall = nextWallTime(rule, begin);
  let before = here;
  for (let seen = 0; wall !== undefined && seen < MAX_LOOKED_AT; seen += 1) {
    if (wall - before > MAX_GAP_MS) return [tooRare(rule, before === here ? now : before, wall)];
    if (wall > begin + LOOKED_AT_MS) return [];
    before = wall;
    wall = nextWallTime(rule, before) ?? wallTimesOf(rule, before + 1, before + RAREST_MS)[0];
  }
  return [];
}

function tooFar({ date }: RecurringTime): ContentProblem {
  const message = `${date} is more than five years ahead.`;
  return { field: '/date', code: 'time_too_far', message, remedy: 'Choose an earlier first date.' };
}

function tooRare({ rrule }: RecurringTime, from: number, to: number): ContentProblem {
  const span = `between ${localDate(from)} and ${localDate(to)}`;
  return {
    field: '/repeat/rrule',
    code: 'too_rare',
    message: `"${rrule}" has more than five years ${span}, and a post can be planned five years ahead.`,
    remedy: 'Use a smaller INTERVAL or a rule that comes more often, or make a separate post for each time.',
  };
}
