/** A parsed `cron(minutes hours day-of-month month day-of-week year)`, always in UTC. */
export interface CronExpression {
  minutes: number[];
  hours: number[];
  months: number[];
  years: number[];
  /** @param day midnight UTC of the day asked about */
  isOnDay(day: Date): boolean;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** @throws Error that says which field is wrong, or that the local cloud does not know it */
export function parseCron(text: string): CronExpression {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 6) throw new Error(`cron(${text}) must have 6 fields`);
  const [minutes = '', hours = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw new Error(`cron(${text}) must have ? in either the day of the month or the day of the week`);
  }
  return {
    minutes: valuesOf(minutes, 0, 59),
    hours: valuesOf(hours, 0, 23),
    months: valuesOf(month, 1, 12, MONTHS),
    years: valuesOf(year, 1970, 2199),
    isOnDay: dayOfWeek === '?' ? dayOfMonthTest(dayOfMonth) : dayOfWeekTest(dayOfWeek),
  };
}

/** Numbers, names, `*`, lists, ranges and steps. */
function valuesOf(field: string, lowest: number, highest: number, names: string[] = []): number[] {
  const numberOf = (part: string) => {
    const named = names.indexOf(part.toUpperCase());
    const value = named >= 0 ? named + lowest : /^\d+$/.test(part) ? Number(part) : Number.NaN;
    if (!(value >= lowest && value <= highest))
      throw new Error(`${part} in ${field} is not from ${lowest} to ${highest}`);
    return value;
  };
  const values = field.split(',').flatMap((part) => {
    const [range = '', step] = part.split('/');
    const [first = '', last] = range === '*' ? [String(lowest), String(highest)] : range.split('-');
    const from = numberOf(first);
    const to = last !== undefined ? numberOf(last) : step !== undefined ? highest : from;
    const by = step === undefined ? 1 : Number(step);
    if (!(by >= 1)) throw new Error(`the step of ${part} must be a number from 1`);
    return Array.from({ length: Math.max(0, Math.floor((to - from) / by) + 1) }, (_, index) => from + index * by);
  });
  return [...new Set(values)].sort((a, b) => a - b);
}

function dayOfMonthTest(field: string): (day: Date) => boolean {
  refuseSpecialDay(field);
  const days = new Set(valuesOf(field, 1, 31));
  return (day) => days.has(day.getUTCDate());
}

function dayOfWeekTest(field: string): (day: Date) => boolean {
  refuseSpecialDay(field);
  const days = new Set(valuesOf(field, 1, 7, WEEKDAYS));
  return (day) => days.has(day.getUTCDay() + 1);
}

/** AWS also has the last day of a month (L), the working day next to a date (15W) and the second Monday (2#2). */
function refuseSpecialDay(field: string): void {
  const [special] = /#|L$|\dW$/i.exec(field) ?? [];
  if (special === undefined) return;
  throw new Error(`the local cloud does not know L, W and # in the days of a cron expression, as in ${field}`);
}
