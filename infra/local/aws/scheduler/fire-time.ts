import { createHash } from 'node:crypto';
import type { ScheduleDefinition, ScheduleKey } from './schedule-input.ts';

/**
 * When a schedule fires: like AWS's, at some moment of the minute that begins with the scheduled one, or of its
 * flexible window. A moment that has passed already fires at once.
 *
 * The moment is drawn from the seed and what identifies the schedule, not from a running sequence, so that the same
 * seed gives the same moments for any order in which schedules are created.
 *
 * @param jitterSeconds AWS: 60
 * @returns milliseconds since the epoch
 */
export function fireTime(
  scheduledAt: number,
  { Name, GroupName }: ScheduleKey,
  { FlexibleTimeWindow }: ScheduleDefinition,
  { jitterSeconds, seed, now }: { jitterSeconds: number; seed: number; now: number },
): number {
  if (scheduledAt <= now) return now;
  const spreadSeconds = (FlexibleTimeWindow.MaximumWindowInMinutes ?? 0) * 60 || jitterSeconds;
  const share = fractionOf(`${seed}/${GroupName}/${Name}/${scheduledAt}`);
  return scheduledAt + Math.floor(share * spreadSeconds * 1000);
}

/** A number from 0 to below 1 that depends on the text alone, evenly spread. */
const fractionOf = (text: string) => createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;
