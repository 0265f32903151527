import * as z from 'zod';

const list = (item: string) => new RegExp(`^${item}(,${item})*$`);
const day = '(MO|TU|WE|TH|FR|SA|SU)';
const monthDay = '[+-]?([1-9]|[12]\\d|3[01])';
const yearDay = '[+-]?([1-9]|[1-9]\\d|[12]\\d\\d|3[0-5]\\d|36[0-6])';
const week = '([1-9]|[1-4]\\d|5[0-3])';

/** The parts of an RRULE (RFC 5545) that a slot may have, and how each is written. */
const parts: Record<string, RegExp> = {
  FREQ: /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d{0,2}$/,
  // More would be a rule without an end; this is a daily one for over ten years.
  COUNT: /^([1-9]\d{0,2}|[1-3]\d{3}|4000)$/,
  UNTIL: /^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3])[0-5]\d[0-5]\dZ?)?$/,
  BYDAY: list(`([+-]?${week})?${day}`),
  BYMONTHDAY: list(monthDay),
  BYYEARDAY: list(yearDay),
  BYWEEKNO: list(`[+-]?${week}`),
  BYMONTH: list('([1-9]|1[0-2])'),
  BYSETPOS: list(yearDay),
  WKST: new RegExp(`^${day}$`),
};
const timeParts = ['BYHOUR', 'BYMINUTE', 'BYSECOND'];

/** Days that one period of a rule can have. */
const mostDays: Record<string, number> = { DAILY: 1, WEEKLY: 7, MONTHLY: 31, YEARLY: 366 };

/** What is wrong with a rule's text; undefined where nothing is. Libraries pass over parts they do not know: we do not. */
export function rruleProblem(text: string): string | undefined {
  const seen = new Map<string, string>();
  for (const part of text.split(';')) {
    const [name = '', value = '', ...more] = part.split('=');
    if (timeParts.includes(name))
      return `${name} is not for slots, which have one time each: make a slot for each time`;
    const form = parts[name];
    if (form === undefined) return `"${name}" is not a part of a rule; there are ${Object.keys(parts).join(', ')}`;
    if (more.length > 0 || !form.test(value)) return `"${value}" does not fit ${name}`;
    if (seen.has(name)) return `${name} is said twice`;
    seen.set(name, value);
  }
  return combinationProblem(seen);
}

function combinationProblem(seen: Map<string, string>): string | undefined {
  const frequency = seen.get('FREQ');
  if (frequency === undefined) return 'FREQ is missing, e.g. "FREQ=WEEKLY;BYDAY=MO,WE"';
  const until = seen.get('UNTIL');
  if (until !== undefined && !isDate(until)) return `UNTIL=${until} is not a day of the calendar`;
  if (seen.has('COUNT') && until !== undefined) return 'COUNT and UNTIL exclude each other: leave one out';
  const nth = /\d/.test(seen.get('BYDAY') ?? '');
  if (nth && !['MONTHLY', 'YEARLY'].includes(frequency)) return 'An nth weekday needs FREQ=MONTHLY or FREQ=YEARLY';
  if (nth && seen.has('BYWEEKNO')) return 'An nth weekday and BYWEEKNO exclude each other';
  if (seen.has('BYWEEKNO') && frequency !== 'YEARLY') return 'BYWEEKNO needs FREQ=YEARLY';
  if (seen.has('BYYEARDAY') && frequency !== 'YEARLY') return 'BYYEARDAY needs FREQ=YEARLY';
  if (seen.has('BYMONTHDAY') && frequency === 'WEEKLY') return 'BYMONTHDAY does not go with FREQ=WEEKLY';
  const positions = (seen.get('BYSETPOS') ?? '0').split(',').map((position) => Math.abs(Number(position)));
  const most = mostDays[frequency]!;
  if (seen.has('BYSETPOS') && most === 1) return 'BYSETPOS chooses among the days of a period, and DAILY has one';
  if (positions.some((position) => position > most)) return `BYSETPOS goes to ${most} with FREQ=${frequency}`;
  const chosen = [...seen.keys()].some((name) => name.startsWith('BY') && name !== 'BYSETPOS');
  if (seen.has('BYSETPOS') && !chosen) return 'BYSETPOS needs another BY part to choose from';
  return undefined;
}

function isDate(until: string): boolean {
  const text = `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/**
 * The value of an iCalendar RRULE, e.g. `FREQ=MONTHLY;BYDAY=2TU;UNTIL=20271231`. DAILY to YEARLY, without times of day.
 * UNTIL is a date or a time in the slot's zone, or with Z an instant; its moment is included.
 */
export const rruleSchema = z
  .string()
  .max(300)
  .overwrite(asWritten)
  .superRefine((text, context) => {
    const message = rruleProblem(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

/** RFC 5545 lets a number begin with zeros and a name be written in small letters; Herald keeps one form. */
function asWritten(text: string): string {
  return text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .replace(/([=,+-])0+(?=\d)(?!\d{7})/g, '$1');
}
