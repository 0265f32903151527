/** ISO 8601 in UTC with milliseconds: the only form in which times are stored. */
export function isoNow(): string {
  return new Date().toISOString();
}

/** So soon a moved clock is noticed. */
const LOOK_EVERY_MS = 100;

/** Looks at the clock again and again, and lands within a few milliseconds. */
export function sleepUntil(moment: number): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      const left = moment - Date.now();
      if (left > 0) setTimeout(look, Math.min(left, LOOK_EVERY_MS));
      else resolve();
    };
    look();
  });
}
