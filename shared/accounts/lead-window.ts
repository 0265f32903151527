import { HeraldError } from '../kernel/herald-error.ts';
import type { ContentProblem } from '../kernel/problem.ts';
import { DAY_MS, MINUTE_MS } from '../kernel/time/durations.ts';
import type { Account } from './account.ts';

export type LeadWindow = Pick<Account, 'minLeadMinutes' | 'maxLeadDays'>;

/** Herald plans no post further ahead than this, on any platform. */
export const MAX_LEAD_MS = 5 * 366 * DAY_MS;

/**
 * What is wrong with a planned time on an account that takes only times some minutes or days ahead. Herald checks a time
 * when a caller asks for it, not again at its approval. The window does not apply to publish-now, which has its own
 * scope. A time that has passed is another problem: see `parse-requested-time.ts`.
 */
export function windowProblems(
  { minLeadMinutes, maxLeadDays }: LeadWindow,
  scheduledFor: string | undefined,
  now: number,
): ContentProblem[] {
  const ahead = scheduledFor === undefined ? -1 : Date.parse(scheduledFor) - now;
  if (ahead < 0) return [];
  if (minLeadMinutes !== undefined && ahead < minLeadMinutes * MINUTE_MS) {
    return [
      {
        field: '/scheduledFor',
        code: 'too_soon',
        message: `The platform takes times ${minLeadMinutes} min ahead or more; ${scheduledFor} is nearer.`,
        remedy: `Choose ${new Date(now + minLeadMinutes * MINUTE_MS).toISOString()} or later, or publish at once with POST /api/v1/distributions/{id}/publish.`,
        limit: minLeadMinutes,
        actual: Math.floor(ahead / MINUTE_MS),
      },
    ];
  }
  if (maxLeadDays !== undefined && ahead > maxLeadDays * DAY_MS) {
    return [
      {
        field: '/scheduledFor',
        code: 'too_far',
        message: `The platform takes times up to ${maxLeadDays} days ahead; ${scheduledFor} is further.`,
        remedy: `Choose ${new Date(now + maxLeadDays * DAY_MS).toISOString()} or earlier, or keep a draft until then.`,
        limit: maxLeadDays,
        actual: Math.ceil(ahead / DAY_MS),
      },
    ];
  }
  return [];
}

/** The first and the last moment of the window, in milliseconds; both are inside. */
export function windowBounds(
  { minLeadMinutes, maxLeadDays }: LeadWindow,
  now: number,
): { first: number; last: number } {
  return {
    first: now + (minLeadMinutes ?? 0) * MINUTE_MS,
    last: maxLeadDays === undefined ? Number.POSITIVE_INFINITY : now + maxLeadDays * DAY_MS,
  };
}

/** @throws HeraldError `invalid_request` where no time at all would fit */
export function assertWindowOpen({ minLeadMinutes = 0, maxLeadDays }: LeadWindow): void {
  if (maxLeadDays === undefined || minLeadMinutes * MINUTE_MS < maxLeadDays * DAY_MS) return;
  const message = `No time is both ${minLeadMinutes} min ahead or more and ${maxLeadDays} days ahead at most.`;
  const remedy = 'Lower "minLeadMinutes", or raise "maxLeadDays".';
  throw new HeraldError('invalid_request', message, {
    remedy,
    problems: [{ field: '/minLeadMinutes', code: 'window_closed', message, remedy }],
  });
}
