/** A date and a time as they are written, before anybody knows where. */
export interface WrittenTime {
  /** As though in UTC, in milliseconds. */
  wall: number;
  /** Digits of the second behind the point, without zeros at the end. */
  fraction: string;
  /** In milliseconds; 0 for `Z`. Missing: none was written. */
  offset?: number;
}

const date = /^([+-]\d{6}|\d{4})(?:-(\d{2})-(\d{2})|(\d{2})(\d{2}))/.source;
const clock = /(\d{2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?|(\d{2})(?:(\d{2})(?:[.,](\d{1,9}))?)?)?/.source;
const shift = /(?:([Zz])|([+-])(\d{2})(?::?(\d{2})(?::?(\d{2}))?)?)?/.source;
/** A zone, and what else may stand in brackets. It says nothing of the moment. */
const notes = /(?:\[!?[A-Za-z+-][\w+:/.-]*\])?((?:\[!?[a-z_][a-z0-9_-]*=[A-Za-z0-9-]+\])*)$/.source;
const whole = new RegExp(`${date}(?:[Tt]|\\s{1,20})${clock}${shift}${notes}`);

/** Reads ISO 8601 as RFC 3339 and RFC 9557 have it, and its short form without signs. @returns undefined for anything else */
export function readWrittenTime(text: string): WrittenTime | undefined {
  const found = whole.exec(text);
  if (found === null || found[1] === '-000000') return undefined;
  const either = (...groups: number[]) => groups.map((group) => found[group]).find((part) => part !== undefined);
  // Who writes "!" wants no reader that does not know the note.
  const isUnknown = /\[!(?!u-ca=iso8601\])/.test(found[18] ?? '');
  const [year, month, day] = [Number(found[1]), Number(either(2, 4)), Number(either(3, 5))];
  const [hour, minute, second] = [Number(found[6]), Number(either(7, 10) ?? 0), Number(either(8, 11) ?? 0)];
  const midnight = new Date(0).setUTCFullYear(year, month - 1, day);
  const isDay = new Date(midnight).getUTCMonth() === month - 1 && day > 0;
  if (isUnknown || !isDay || month > 12 || hour > 23 || minute > 59 || second > 60) return undefined;
  const digits = (either(9, 12) ?? '').padEnd(3, '0');
  // A leap second is the one before it to all clocks here.
  const wall = midnight + ((hour * 60 + minute) * 60 + Math.min(second, 59)) * 1000 + Number(digits.slice(0, 3));
  const offset = offsetOf(found);
  if (offset === 'none such') return undefined;
  return { wall, fraction: digits.replace(/0+$/, ''), ...(offset !== undefined && { offset }) };
}

function offsetOf(found: RegExpExecArray): number | undefined | 'none such' {
  const [utc, sign, hours, minutes = '0', seconds = '0'] = found.slice(13, 18);
  if (utc !== undefined) return 0;
  if (sign === undefined) return undefined;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return 'none such';
  return (sign === '-' ? -1 : 1) * ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

/** `2026-03-01T09:00:00`, with a fraction only where there is one. */
export function showWall(wall: number, fraction = ''): string {
  return new Date(wall).toISOString().slice(0, -'.000Z'.length) + (fraction && `.${fraction}`);
}
