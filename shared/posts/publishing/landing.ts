/** A worker that runs already needs no longer for its reads; the rest is waited for inside the function. */
const WARM_MS = 250;
/** A worker that Lambda has to start first needs a second more. */
const COLD_MS = 1_300;
/** Lambda keeps an idle worker for at least some minutes. */
const KEPT_WARM_MS = 240_000;
/** After so many messages in that time it is likely that workers run also for what other processes send. */
const WARM_AFTER = 4;
/** A worker has its post for about this long: one with a post of the same moment is of no use to the next. */
const BUSY_MS = 1_000;
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
 * the minutes before, or where few did, a worker may have to start for it: such a message lands early, so that no post is
 * late. Where as many went out together before, their workers run, and none holds a place longer than it must. This process
 * knows nothing of what others send, so it takes no single post before for a worker that is free.
 */
export function landingFor(at: number): number {
  const together = 1 + sent.filter((other) => Math.abs(other.at - at) < BUSY_MS).length;
  const before = sent.filter((other) => other.at <= at - BUSY_MS && at - other.at <= KEPT_WARM_MS);
  const running = Math.max(0, ...before.map((other) => other.together));
  sent.push({ at, together });
  if (sent.length > REMEMBERED) sent.shift();
  return at - (before.length < WARM_AFTER || running < together ? COLD_MS : WARM_MS);
}
