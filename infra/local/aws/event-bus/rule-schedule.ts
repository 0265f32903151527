import { parseCron } from './cron-expression.ts';

const UNITS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const DAY = 86_400_000;
/** Where the search ends: without a fixed year an expression comes within 8 years (a 29 February around 2100). */
const MAX_SEARCH_DAYS = 41 * 366;

/**
 * When a rule's schedule next comes after a moment. `rate(...)` counts from the rule's creation, `cron(...)` is in UTC.
 * What was missed while the process was down, or when the clock was moved, is not made up for.
 *
 * @returns milliseconds since the epoch; `undefined` when it never comes again
 * @throws Error that says what is wrong with the expression
 */
export function nextOccurrence(expression: string, createdAt: number, after: number): number | undefined {
  const [, kind, content = ''] = /^(rate|cron)\((.*)\)$/.exec(expression) ?? [];
  if (kind === 'rate') {
    const period = ratePeriod(content);
    return createdAt + (Math.floor((after - createdAt) / period) + 1) * period;
  }
  if (kind === 'cron') return nextCron(content, after);
  throw new Error(`Parameter ScheduleExpression is not valid: ${expression} is neither rate(...) nor cron(...).`);
}

/** What is wrong with a schedule expression, or `undefined`. An expression that the local cloud does not know is wrong too. */
export function scheduleProblem(expression: string): string | undefined {
  try {
    nextOccurrence(expression, 0, 0);
    return undefined;
  } catch (error) {
    return (error as Error).message.replace(/\.$/, '');
  }
}

function ratePeriod(content: string): number {
  const [, count, unit = '', plural] = /^(\d+) (minute|hour|day)(s?)$/.exec(content.trim()) ?? [];
  const value = Number(count);
  // AWS insists on "1 minute" and "2 minutes".
  if (!(value >= 1) || (plural === 's') === (value === 1)) {
    throw new Error(`Parameter ScheduleExpression is not valid: rate(${content}).`);
  }
  return value * (UNITS[unit] ?? 0);
}

function nextCron(content: string, after: number): number | undefined {
  const { minutes, hours, months, years, isOnDay } = parseCron(content);
  const firstDay = Math.floor(after / DAY) * DAY;
  for (let offset = 0; offset < MAX_SEARCH_DAYS; offset += 1) {
    const day = new Date(firstDay + offset * DAY);
    if (!months.includes(day.getUTCMonth() + 1) || !years.includes(day.getUTCFullYear()) || !isOnDay(day)) continue;
    for (const hour of hours) {
      for (const minute of minutes) {
        const moment = day.getTime() + hour * 3_600_000 + minute * 60_000;
        if (moment > after) return moment;
      }
    }
  }
  return undefined;
}
