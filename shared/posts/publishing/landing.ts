/** A worker that runs already needs no longer for its reads; the rest is waited for inside the function. */
const WARM_MS = 250;
/** A worker that Lambda has to start first needs a second more. */
const COLD_MS = 1_300;
/** Lambda keeps an idle worker for at least some minutes. */
const KEPT_WARM_MS = 240_000;
/** A worker has its post for about this long: one with a post of the same moment is of no use to the next. */
const BUSY_MS = 500;
/** Enough to hold earlier moments also where a hundred posts a second follow each other. */
const REMEMBERED = 128;

interface Sent {
  at: number;
  /** How many posts this process knew to be worked on at the same time, with this one. */
  together: number;
}

/** For which moments this process sent messages, the newest last. */
const sent: Sent[] = [];

/**
 * When a message has to land that is to be worked on at `at` (milliseconds). Where more posts go out together than did in
 * the minutes before, a worker has to start for it: such a message lands early, so that no post is late. Where as many
 * went out together before, their workers run, and none holds a place longer than it must.
 */
export function landingFor(at: number): number {
  const together = 1 + sent.filter((other) => Math.abs(other.at - at) < BUSY_MS).length;
  const isRunning = (other: Sent) => other.at <= at - BUSY_MS && at - other.at <= KEPT_WARM_MS;
  const running = Math.max(0, ...sent.map((other) => (isRunning(other) ? other.together : 0)));
  sent.push({ at, together });
  if (sent.length > REMEMBERED) sent.shift();
  return at - (running < together ? COLD_MS : WARM_MS);
}
