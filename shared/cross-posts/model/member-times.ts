import { parseRequestedTime } from '../../calendar/times/parse-requested-time.ts';
import { HeraldError } from '../../kernel/herald-error.ts';
import type { ContentProblem } from '../../kernel/problem.ts';
import type { NewCrossPost } from './cross-post-input.ts';

/** When one member goes out; nothing for a draft. */
interface MemberTime {
  scheduledFor?: string;
  timezone?: string;
  /** The best time is looked for from here on. */
  notBefore?: string;
}

type Timing = Pick<NewCrossPost, 'timingStrategy' | 'staggerMinutes' | 'scheduledFor' | 'timezone' | 'status'>;

/**
 * The times of a cross-post's members by its strategy: all at once, one after the other in the order in which they are
 * listed, or each at its platform's best time (from `scheduledFor` on, where that is said).
 *
 * @throws HeraldError `invalid_request` where the strategy lacks what it needs, `time_invalid` where the time is none
 */
export function memberTimes(input: Timing, count: number): MemberTime[] {
  const { timingStrategy, staggerMinutes, scheduledFor, timezone } = input;
  if (timingStrategy === 'staggered' && staggerMinutes === undefined) {
    throw refuse('invalid_request', [
      missing('/staggerMinutes', 'A staggered cross-post needs the minutes between its platforms.'),
    ]);
  }
  if (timingStrategy === 'optimized' && input.status !== 'draft') {
    return optimizedTimes(scheduledFor, timezone, count);
  }
  // A zone without a time is passed on: each member checks it, and may have its own local time.
  if (scheduledFor === undefined || timingStrategy !== 'staggered') {
    return Array.from({ length: count }, () => ({
      ...(scheduledFor && { scheduledFor }),
      ...(timezone && { timezone }),
    }));
  }
  return staggeredTimes(scheduledFor, timezone, staggerMinutes!, count);
}

/** One after the other from a first time on. @throws HeraldError `time_invalid` where that is none */
function staggeredTimes(
  scheduledFor: string,
  timezone: string | undefined,
  staggerMinutes: number,
  count: number,
): MemberTime[] {
  const problems: ContentProblem[] = [];
  const first = parseRequestedTime(scheduledFor, timezone, problems, false);
  if (problems.length > 0 || first.scheduledFor === undefined) throw refuse('time_invalid', problems);
  const start = Date.parse(first.scheduledFor);
  return Array.from({ length: count }, (_, place) => ({
    scheduledFor: new Date(start + place * staggerMinutes * 60_000).toISOString(),
    ...(timezone && { timezone }),
  }));
}

function optimizedTimes(from: string | undefined, timezone: string | undefined, count: number): MemberTime[] {
  const problems: ContentProblem[] = [];
  const first = parseRequestedTime(from === 'optimal' ? undefined : from, timezone, problems);
  if (problems.length > 0) throw refuse('time_invalid', problems);
  const notBefore = first.scheduledFor === undefined ? {} : { notBefore: first.scheduledFor };
  return Array.from({ length: count }, () => ({
    scheduledFor: 'optimal',
    ...notBefore,
    ...(timezone && { timezone }),
  }));
}

/** @throws HeraldError `time_invalid` where it is neither a time nor one of the words that ask for one */
export function assertTime(scheduledFor: string, timezone: string | undefined): void {
  const problems: ContentProblem[] = [];
  const isWord = scheduledFor === 'next_slot' || scheduledFor === 'optimal';
  parseRequestedTime(isWord ? undefined : scheduledFor, timezone, problems);
  if (problems.length > 0) throw refuse('time_invalid', problems);
}

function missing(field: string, message: string): ContentProblem {
  return { field, code: 'required', message, remedy: `Add "${field.slice(1)}".` };
}

function refuse(code: 'invalid_request' | 'time_invalid', problems: ContentProblem[]): HeraldError {
  return new HeraldError(code, problems[0]?.message ?? 'The time is not valid.', {
    remedy: 'Correct the request and send it again.',
    problems,
  });
}
