import * as z from 'zod';
import { type LeadWindow, windowBounds, windowProblems } from '../../accounts/lead-window.ts';
import type { ContentProblem } from '../../kernel/problem.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../kernel/time/durations.ts';
import { isoInstant, localDate, localDateTime, wallTime, weekdayOf } from '../../kernel/time/local-time.ts';
import { type WallClock, wallClock } from '../../kernel/time/wall-clock.ts';

import { slotKey } from '../slots/slot.ts';
import { type FreeTimeAsk, type FreeTimes, freeTimes } from './free-times.ts';
import {
  believedScore,
  defaultHours,
  FALLBACK_HOUR,
  goodHours,
  type TimingHour,
  type TimingPattern,
} from './timing-pattern.ts';

const QUARTER_MS = HOUR_MS / 4;
const HORIZON_DAYS = 7;

/** Why this time: `fallback` where no known good hour is free. */
export const bestTimeReasonSchema = z.object({
  source: z.enum(['learned', 'default', 'fallback']),
  weekday: z.number().int(),
  hour: z.number().int(),
  /** Against the platform's mean, of learned times only. */
  score: z.number().optional(),
  /** Measured posts behind it: 0 for what is not learned. */
  sampleSize: z.number().int(),
  confidence: z.number(),
  message: z.string(),
});

const bestTimeSchema = z.object({
  at: z.iso.datetime(),
  timezone: z.string(),
  localTime: z.string(),
  /** The open slot that it takes, if one lies in the hour. */
  slotKey: z.string().optional(),
  why: bestTimeReasonSchema,
});
type BestTime = z.infer<typeof bestTimeSchema>;

export interface BestTimeAsk extends Omit<FreeTimeAsk, 'from' | 'to'> {
  now: number;
  /** Nothing before it, in milliseconds; the horizon begins there. The window is counted from `now` all the same. */
  notBefore?: number | undefined;
  /** The user's zone: of the default hours and of the answer. A learned pattern brings its own hours' zone. */
  timezone: string;
  /** 7 unless said. */
  horizonDays?: number | undefined;
  window?: LeadWindow | undefined;
  pattern?: TimingPattern | undefined;
  /** Those of the kind of platform. Default: Herald's own. */
  defaults?: readonly TimingHour[] | undefined;
}

/** The best free time within the horizon, and why it is; a problem where the horizon has none. */
export function bestTime(ask: BestTimeAsk): BestTime | { problem: ContentProblem } {
  const days = ask.horizonDays ?? HORIZON_DAYS;
  const { first, last } = windowBounds(ask.window ?? {}, ask.now);
  // A time that has to be found, stored and prepared cannot be this very moment.
  const begin = Math.max(ask.now, ask.notBefore ?? 0);
  if (begin > last) return { problem: windowProblems(ask.window ?? {}, isoInstant(begin), ask.now)[0]! };
  const from = Math.max(first, begin, ask.now + MINUTE_MS);
  const to = Math.min(begin + days * DAY_MS, last);
  const free = freeTimes({ ...ask, from, to });
  const good = ask.pattern === undefined ? [] : goodHours(ask.pattern);

  const learnedClock = wallClock(ask.pattern?.timezone ?? ask.timezone);
  for (const cell of good) {
    // Hours that are equally good: the earliest of them.
    const equals = good.filter((other) => believedScore(other) === believedScore(cell));
    const found = earliest(equals, free, learnedClock, from, to);
    if (found === undefined) continue;
    const { weekday, hour, score, sampleSize, confidence } = found.hour;
    const percent = Math.round((score - 1) * 100);
    const message = `Posts on ${hourName(found.hour)} (${ask.pattern!.timezone}) did ${percent} % better than the platform's mean, over ${sampleSize} posts.`;
    return answer(found.at, ask, free, { source: 'learned', weekday, hour, score, sampleSize, confidence, message });
  }
  const because = whyNotLearned(ask.pattern, good.length, days);
  const clock = wallClock(ask.timezone);
  const usual = earliest([...(ask.defaults ?? defaultHours)], free, clock, from, to);
  if (usual !== undefined) {
    const { weekday, hour } = usual.hour;
    const message = `${because} ${hourName(usual.hour)} is a usual good time.`;
    return answer(usual.at, ask, free, { source: 'default', weekday, hour, sampleSize: 0, confidence: 0, message });
  }
  const tomorrow = wallTime(localDate(clock.wallOf(begin) + DAY_MS), `${FALLBACK_HOUR}:00`);
  const any = free.next(clock.instantOf(tomorrow).at) ?? free.next(from);
  if (any === undefined) return { problem: noFreeTime(days) };
  const wall = clock.wallOf(any);
  const message = `${because} The usual good times are taken or quiet too: this is the next free one.`;
  const hour = new Date(wall).getUTCHours();
  const why = { source: 'fallback' as const, weekday: weekdayOf(wall), hour, sampleSize: 0, confidence: 0, message };
  return answer(any, ask, free, why);
}

/** The earliest free time in any of the hours: an open slot of the hour before its quarters. */
function earliest<Hour extends TimingHour>(hours: Hour[], free: FreeTimes, clock: WallClock, from: number, to: number) {
  const lastDay = localDate(clock.wallOf(to));
  for (let day = wallTime(localDate(clock.wallOf(from)), '00:00'); localDate(day) <= lastDay; day += DAY_MS) {
    const ofDay = hours.filter(({ weekday }) => weekday === weekdayOf(day)).sort((a, b) => a.hour - b.hour);
    for (const hour of ofDay) {
      const start = clock.instantOf(day + hour.hour * HOUR_MS).at;
      // An hour that the clocks skip is not there on that day.
      if (clock.wallOf(start) !== day + hour.hour * HOUR_MS) continue;
      const slots = free.slots
        .map(({ instant }) => Date.parse(instant))
        .filter((at) => at >= start && at < start + HOUR_MS);
      const quarters = [0, 1, 2, 3].map((quarter) => start + quarter * QUARTER_MS);
      const at = [...slots, ...quarters].find(free.isFree);
      if (at !== undefined) return { at, hour };
    }
  }
  return undefined;
}

function answer(at: number, ask: BestTimeAsk, free: FreeTimes, why: BestTime['why']): BestTime {
  const slot = free.slots.find(({ key }) => key === slotKey(at));
  const localTime = localDateTime(wallClock(ask.timezone).wallOf(at));
  return { at: isoInstant(at), timezone: ask.timezone, localTime, ...(slot && { slotKey: slot.key }), why };
}

function whyNotLearned(pattern: TimingPattern | undefined, good: number, days: number): string {
  if (pattern === undefined) return 'Nothing is learned of this platform yet.';
  if (good === 0) return `${pattern.sampleSize} posts of this platform do not show a better hour yet.`;
  return `Every learned good hour of the next ${days} days is taken or quiet.`;
}

function noFreeTime(days: number): ContentProblem {
  return {
    field: '/scheduledFor',
    code: 'no_free_time',
    message: `No time of the next ${days} days is free: limits, slots and quiet hours fill them.`,
    remedy: 'Look further ahead, shorten the quiet hours, or name a time with "onConflict": "override".',
  };
}

/** The time lies somewhere in the hour: at a slot of it, or at the first of its quarters that is free. */
const hourName = ({ weekday, hour }: TimingHour) => `${dayNames[weekday]} between ${hour}:00 and ${hour + 1}:00`;

const dayNames = ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
