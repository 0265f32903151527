import { MAX_LEAD_MS } from '../../accounts/lead-window.ts';
import type { ContentProblem } from '../../kernel/problem.ts';
import { MINUTE_MS } from '../../kernel/time/durations.ts';
import { resolveScheduledTime } from '../../kernel/time/instant.ts';

export interface PlannedTime {
  scheduledFor: string | undefined;
  timezone: string | undefined;
  localTime: string | undefined;
  warnings: Warning[];
}

/** Something the user should know of a plan that is accepted all the same. */
export interface Warning {
  code: string;
  message: string;
  /** What it is about, where that is one field: a JSON pointer. */
  field?: string;
}

const remedies = {
  needs_timezone: 'Add an offset (…Z or …+02:00) or say "timezone", e.g. "Europe/Berlin".',
  unknown_timezone: 'Use a name of the IANA time zone database, e.g. "America/New_York".',
  not_a_time: 'Write it like 2026-12-01T09:30:00Z, or like 2026-12-01T09:30:00 with a "timezone".',
};

const WORDS = 'Or write "next_slot" (the next free slot) or "optimal" (the best free time within a week).';

/** A time that has passed by less than this is taken as now. */
export const PAST_TOLERANCE_MS = MINUTE_MS;

/**
 * Reads the time that a user asks for; what is wrong with it goes to `problems`.
 *
 * @param takesWords whether the field can also be a word that has Herald find the time; the caller has looked for them
 */
export function parseRequestedTime(
  scheduledFor: string | undefined,
  timezone: string | undefined,
  problems: ContentProblem[],
  takesWords = true,
): PlannedTime {
  const nothing = { scheduledFor: undefined, timezone, localTime: undefined, warnings: [] };
  const time = resolveScheduledTime(scheduledFor ?? '1970-01-01T00:00:00Z', timezone);
  if ('problem' in time) {
    const isNoTime = time.problem === 'not_a_time';
    const remedy = isNoTime && takesWords ? `${remedies.not_a_time} ${WORDS}` : remedies[time.problem];
    problems.push({
      field: isNoTime ? '/scheduledFor' : '/timezone',
      code: time.problem,
      message: time.message,
      remedy,
    });
    return nothing;
  }
  if (scheduledFor === undefined) return nothing;
  if (Date.parse(time.instant) < Date.now() - PAST_TOLERANCE_MS) {
    problems.push({
      field: '/scheduledFor',
      code: 'time_in_past',
      message: `${time.instant} has passed; it is ${new Date().toISOString()}.`,
      remedy: 'Choose a later time, or publish at once with POST /api/v1/distributions/{id}/publish.',
    });
  }
  if (Date.parse(time.instant) > Date.now() + MAX_LEAD_MS) {
    problems.push({
      field: '/scheduledFor',
      code: 'time_too_far',
      message: `${time.instant} is more than five years ahead.`,
      remedy: 'Choose an earlier time, or keep a draft until then.',
    });
  }
  return {
    scheduledFor: time.instant,
    timezone: time.timezone,
    localTime: time.localTime,
    warnings: time.notice === undefined ? [] : [{ code: 'local_time_adjusted', message: time.notice }],
  };
}
