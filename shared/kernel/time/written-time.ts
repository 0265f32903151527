import { DAY_MS } from './durations.ts';

/** A date and a time as they are written, before anybody knows where. */
export interface WrittenTime {
  /** As though in UTC, in milliseconds. */
  wall: number;
  /** Digits of the second behind the point, without zeros at the end. */
  fraction: string;
  /** In milliseconds; 0 for `Z`. Missing: none was written. */
  offset?: number;
}

/** Two days before the last moment that a `Date` can have, so that it has one on the clock of every zone. */
const LAST_WALL = 8.64e15 - 2 * DAY_MS;

const day = /^([+-]\d{6}|\d{4})(?:-(\d{2})-(\d{2})|(\d{2})(\d{2}))(?:[Tt]|\s{1,20})/;
const clock = /^(\d{2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?|(\d{2})(?:(\d{2})(?:[.,](\d{1,9}))?)?)?/;
const shift = /^(?:([Zz])|([+-])(\d{2})(?::?(\d{2})(?::?(\d{2}))?)?)?/;
const notes = /\[([^[\]]{1,100})\]/g;
/** What may stand in brackets: a zone, which says nothing of the moment here, and behind it notes for programs. */
const zone = /^!?[A-Za-z+-][\w+:/.-]*$/;
const note = /^!?[a-z_][a-z0-9_-]*=[A-Za-z0-9-]+$/;

/** Reads ISO 8601 as RFC 3339 and RFC 9557 have it, and its short form without signs. @returns undefined for anything else */
export function readWrittenTime(text: string): WrittenTime | undefined {
  const onDay = day.exec(text);
  const atTime = onDay && clock.exec(text.slice(onDay[0].length));
  if (!atTime || onDay[1] === '-000000') return undefined;
  const behind = text.slice(onDay[0].length + atTime[0].length);
  const shifted = shift.exec(behind)!;
  const offset = offsetOf(shifted);
  if (offset === 'none such' || !areNotes(behind.slice(shifted[0].length))) return undefined;
  const [year, month, date] = [onDay[1], onDay[2] ?? onDay[4], onDay[3] ?? onDay[5]].map(Number) as [
    number,
    number,
    number,
  ];
  const [hour, minute, second] = [atTime[1], atTime[2] ?? atTime[5] ?? 0, atTime[3] ?? atTime[6] ?? 0].map(Number) as [
    number,
    number,
    number,
  ];
  const midnight = new Date(0).setUTCFullYear(year, month - 1, date);
  const isDay = month <= 12 && date > 0 && new Date(midnight).getUTCMonth() === month - 1;
  if (!isDay || hour > 23 || minute > 59 || second > 60) return undefined;
  const digits = (atTime[4] ?? atTime[7] ?? '').padEnd(3, '0');
  // A leap second is the one before it to all clocks here.
  const wall = midnight + ((hour * 60 + minute) * 60 + Math.min(second, 59)) * 1000 + Number(digits.slice(0, 3));
  if (Math.abs(wall) > LAST_WALL) return undefined;
  return { wall, fraction: digits.replace(/(?<!0)0+$/, ''), ...(offset !== undefined && { offset }) };
}

/** Whether the end of a text is a zone and notes, or nothing. Who writes "!" wants no reader that does not know the note. */
function areNotes(text: string): boolean {
  const found = [...text.matchAll(notes)];
  if (found.map(([all]) => all).join('') !== text) return false;
  return found.every(([, said = ''], index) => {
    if (note.test(said)) return !said.startsWith('!') || said === '!u-ca=iso8601';
    return index === 0 && zone.test(said);
  });
}

function offsetOf([, utc, sign, hours, minutes = '0', seconds = '0']: RegExpExecArray):
  | number
  | undefined
  | 'none such' {
  if (utc !== undefined) return 0;
  if (sign === undefined) return undefined;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return 'none such';
  return (sign === '-' ? -1 : 1) * ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

/** `2026-03-01T09:00:00`, with a fraction only where there is one. */
export function showWall(wall: number, fraction = ''): string {
  return new Date(wall).toISOString().slice(0, -'.000Z'.length) + (fraction && `.${fraction}`);
}
