import { setTimeout as delay } from 'node:timers/promises';

/** ISO 8601 in UTC with milliseconds: the only form in which times are stored. */
export function isoNow(): string {
  return new Date().toISOString();
}

/** Looks at the clock again often enough that a moved clock is noticed, and lands within a few milliseconds. */
export async function sleepUntil(moment: number): Promise<void> {
  for (let left = moment - Date.now(); left > 0; left = moment - Date.now()) {
    await delay(Math.min(left, 50));
  }
}
