import * as z from 'zod';
import type { ContentProblem } from '../content.ts';
import { DAY_MS, isoInstant, MINUTE_MS } from './local-time.ts';

/** How near and how far ahead a platform's posts may be planned. */
export const publishWindowSchema = z
  .strictObject({
    minMinutesAhead: z.number().int().min(0).max(10_080).optional(),
    maxDaysAhead: z.number().int().min(1).max(1_830).optional(),
  })
  .refine(({ minMinutesAhead = 0, maxDaysAhead = 1_830 }) => minMinutesAhead < maxDaysAhead * 1_440, {
    path: ['maxDaysAhead'],
    message: 'The window is empty: "maxDaysAhead" ends before "minMinutesAhead" begins',
  });
export type PublishWindow = z.infer<typeof publishWindowSchema>;

/** The window of the M31 queue. */
export const m31Window: PublishWindow = { minMinutesAhead: 5, maxDaysAhead: 30 };

/** The first and the last moment of the window, in milliseconds; both are inside. */
export function windowBounds({ minMinutesAhead, maxDaysAhead }: PublishWindow, now: number) {
  return {
    first: now + (minMinutesAhead ?? 0) * MINUTE_MS,
    last: maxDaysAhead === undefined ? Number.POSITIVE_INFINITY : now + maxDaysAhead * DAY_MS,
  };
}

/** What is wrong with a time by the platform's window; empty where nothing is. */
export function windowProblems(scheduledFor: string, window: PublishWindow, now: number): ContentProblem[] {
  const at = Date.parse(scheduledFor);
  const { first, last } = windowBounds(window, now);
  if (at < first) {
    return [
      {
        field: '/scheduledFor',
        code: 'too_soon',
        message: `${scheduledFor} is less than ${window.minMinutesAhead} minutes ahead.`,
        remedy: `Choose ${isoInstant(first)} or later.`,
        limit: window.minMinutesAhead!,
        actual: Math.floor((at - now) / MINUTE_MS),
      },
    ];
  }
  if (at > last) {
    return [
      {
        field: '/scheduledFor',
        code: 'too_far_ahead',
        message: `${scheduledFor} is more than ${window.maxDaysAhead} days ahead.`,
        remedy: `Choose ${isoInstant(last)} or earlier, or keep a draft until then.`,
        limit: window.maxDaysAhead!,
        actual: Math.ceil((at - now) / DAY_MS),
      },
    ];
  }
  return [];
}
