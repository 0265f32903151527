import * as z from 'zod';
import { DAY_MS, MINUTE_MS } from '../../kernel/time/durations.ts';
import { isoInstant, localDateSchema, localDateTime, startOfMinute, wallTime } from '../../kernel/time/local-time.ts';
import { type WallClock, type WallNotice, wallClock } from '../../kernel/time/wall-clock.ts';
import { nextWallTime, wallTimesOf } from './occurrences.ts';
import type { RecurringTime } from './recurrence.ts';
import { rruleSchema } from './recurrence-rule.ts';

/** How a post repeats. The rule has an end, so that a forgotten series stops. */
export const repeatSchema = z.strictObject({
  rrule: rruleSchema.refine((rrule) => /(^|;)(COUNT|UNTIL)=/.test(rrule), {
    message: 'A repeat needs an end: add COUNT=… or UNTIL=…',
  }),
  exdates: z.array(localDateSchema).max(366).optional(),
  /** Occurrences nearer than this to the last post of the series are left out; counted on the local clock. */
  minGapMinutes: z
    .number()
    .int()
    .min(0)
    .max(366 * 1_440)
    .optional(),
  /** Texts that take turns; without any, the text stays as it is. */
  variations: z
    .array(z.strictObject({ title: z.string().max(2_000).optional(), body: z.string().min(1) }))
    .max(50)
    .optional(),
});
export type Repeat = z.infer<typeof repeatSchema>;

/** The last post of a series, however it ended. */
export interface LastRepeat {
  /** Its own time, in milliseconds. */
  at: number;
  /** The local time that the rule gave it; absent for a post that began the series outside its rule. */
  occurrence?: string | undefined;
  /** 0 for the first. */
  turn: number;
}

type NextRepeat =
  | {
      state: 'next';
      at: string;
      /** `YYYY-MM-DDTHH:MM` as the rule gives it: with the series' id the name of this occurrence. */
      occurrence: string;
      turn: number;
      /** Which of the variations has its turn; undefined where there are none. */
      variation: number | undefined;
      /** Occurrences that were missed, or too near to the last post. */
      skipped: number;
      notice: WallNotice | undefined;
    }
  /** `missed`: the occurrences since the last post, oldest first. */
  | { state: 'ended'; missed: MissedRepeat[] };

export interface MissedRepeat {
  at: string;
  occurrence: string;
}

/**
 * The one next post of a series after `now`. What an outage missed, or a changed rule puts into the past, is left out
 * and never made up for: there is no list of occurrences that could all be due at once. A turn is taken only by a post
 * that was made, so a missed occurrence skips no text.
 */
export function nextRepeat(
  rule: RecurringTime,
  options: { now: number; last?: LastRepeat; minGapMinutes?: number; variations?: number },
): NextRepeat {
  const { now, last, minGapMinutes = 0, variations = 0 } = options;
  const clock = wallClock(rule.timezone);
  const earliest = Math.max(now, last?.at ?? 0) + 1;
  const lastWall = last?.occurrence === undefined ? undefined : wallTime(...split(last.occurrence));
  const afterGap = last === undefined ? 0 : gapBegins(last, lastWall, clock) + minGapMinutes * MINUTE_MS;
  // Clocks that go back can put a later wall time before an earlier instant: begin a day before and look at instants.
  let wall = nextWallTime(rule, Math.max(clock.wallOf(earliest) - DAY_MS, afterGap - 1, lastWall ?? 0));
  while (wall !== undefined && clock.instantOf(wall).at < earliest) wall = nextWallTime(rule, wall);
  if (wall === undefined) {
    const passed = wallTimesOf(rule, Math.max(afterGap, (lastWall ?? -1) + 1), clock.wallOf(now) + 1);
    return {
      state: 'ended',
      missed: passed.map((one) => ({ at: isoInstant(clock.instantOf(one).at), occurrence: localDateTime(one) })),
    };
  }
  const { at, notice } = clock.instantOf(wall);
  const turn = last === undefined ? 0 : last.turn + 1;
  const since = last === undefined ? wall : (lastWall ?? clock.wallOf(last.at)) + 1;
  return {
    state: 'next',
    at: isoInstant(at),
    occurrence: localDateTime(wall),
    turn,
    variation: variations === 0 ? undefined : turn % variations,
    skipped: wallTimesOf(rule, since, wall).length,
    notice,
  };
}

interface PlannedRepeat {
  at: string;
  /** `YYYY-MM-DDTHH:MM` as the rule gives it. */
  occurrence: string;
  turn: number;
}

/**
 * What `nextRepeat` would give, one after the other, with `from <= at < to` (milliseconds): a plan, as nothing of it is
 * made. The rule is followed once, from now on, because the gap and the turn of each depend on the one before it.
 */
export function repeatsBetween(
  rule: RecurringTime,
  options: { now: number; last?: LastRepeat; minGapMinutes?: number; from: number; to: number },
): PlannedRepeat[] {
  const { now, last, minGapMinutes = 0, from, to } = options;
  const clock = wallClock(rule.timezone);
  let earliest = Math.max(now, last?.at ?? 0) + 1;
  let lastWall = last?.occurrence === undefined ? undefined : wallTime(...split(last.occurrence));
  let afterGap = last === undefined ? 0 : gapBegins(last, lastWall, clock) + minGapMinutes * MINUTE_MS;
  let turn = last === undefined ? 0 : last.turn + 1;
  const found: PlannedRepeat[] = [];
  for (const wall of wallTimesOf(rule, clock.wallOf(earliest) - DAY_MS, clock.wallOf(to) + DAY_MS)) {
    const { at } = clock.instantOf(wall);
    if (wall < afterGap || wall <= (lastWall ?? 0) || at < earliest) continue;
    if (at >= from && at < to) found.push({ at: isoInstant(at), occurrence: localDateTime(wall), turn });
    earliest = at + 1;
    lastWall = wall;
    afterGap = wall + minGapMinutes * MINUTE_MS;
    turn += 1;
  }
  return found;
}

/** A week is a week though a night of it loses an hour: on the local clock, to the minute. */
function gapBegins({ at }: LastRepeat, lastWall: number | undefined, clock: WallClock): number {
  const keptItsTime = lastWall !== undefined && clock.instantOf(lastWall).at === at;
  return keptItsTime ? lastWall : startOfMinute(clock.wallOf(at));
}

const split = (occurrence: string): [string, string] => [occurrence.slice(0, 10), occurrence.slice(11, 16)];
