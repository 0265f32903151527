/** A worker that runs already needs no longer for its reads; the rest is waited for inside the function. */
const WARM_MS = 300;
/** A worker that Lambda has to start first needs a second more. */
const COLD_MS = 1_300;
/** Lambda keeps an idle worker for at least some minutes. */
const KEPT_WARM_MS = 240_000;
/** After so many messages in that time there are workers enough that run. */
const WARM_AFTER = 4;
/** A worker has its post for about this long: one with a post of the same moment is of no use to the next. */
const BUSY_MS = 1_000;
/** Enough to hold earlier moments also where a hundred posts a second follow each other. */
const REMEMBERED = 128;

/** The moments for which this process sent messages, the newest last. */
const sent: number[] = [];

/**
 * When a message has to land that is to be worked on at `at` (milliseconds). The first of a quiet time land early, so that
 * no post is late because a worker had to start for it; where many follow each other, none holds a place longer than it must.
 */
export function landingFor(at: number): number {
  const near = sent.filter((moment) => moment <= at - BUSY_MS && at - moment <= KEPT_WARM_MS).length;
  sent.push(at);
  if (sent.length > REMEMBERED) sent.shift();
  return at - (near < WARM_AFTER ? COLD_MS : WARM_MS);
}
