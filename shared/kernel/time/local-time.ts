import * as z from 'zod';
import { MINUTE_MS } from './durations.ts';
import { isTimeZone } from './zone-offset.ts';

/** `YYYY-MM-DD` on the calendar of a time zone. Bounded, so that no rule starts thousands of years ago. */
export const localDateSchema = z.iso.date().refine((date) => date >= '2000' && date < '2200', {
  message: 'A date lies between the years 2000 and 2199',
});

/** `HH:MM` on the clock of a time zone, 00:00 to 23:59. */
export const localTimeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time is written HH:MM, e.g. "09:30"');

/** `YYYY-MM-DDTHH:MM` without an offset. */
export const localDateTimeSchema = z.string().regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/);

/** A name of the IANA time zone database. */
export const timeZoneSchema = z.string().min(1).max(50).refine(isTimeZone, {
  message: 'Not an IANA time zone; write it like "Europe/Berlin"',
});

/** A moment as the API writes it: ISO 8601 in UTC with milliseconds. */
export const isoInstant = (milliseconds: number) => new Date(milliseconds).toISOString();

/**
 * Wall clock time is counted here as the milliseconds that it would be in UTC: days and times are then plain arithmetic,
 * and no zone's rules get in the way until a `WallClock` turns it into an instant.
 */
export const wallTime = (date: string, time: string) => Date.parse(`${date}T${time}:00Z`);
export const localDateTime = (wall: number) => isoInstant(wall).slice(0, 16);
export const localDate = (wall: number) => isoInstant(wall).slice(0, 10);
export const localTime = (wall: number) => isoInstant(wall).slice(11, 16);

/** 1 (Monday) to 7 (Sunday). */
export const weekdayOf = (wall: number) => new Date(wall).getUTCDay() || 7;

export const startOfMinute = (milliseconds: number) => Math.floor(milliseconds / MINUTE_MS) * MINUTE_MS;
