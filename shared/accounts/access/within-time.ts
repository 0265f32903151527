import { setTimeout as delay } from 'node:timers/promises';
import { PlatformError } from '../../platforms/contract/platform-failure.ts';

/**
 * An adapter is told to stop by its signal; this holds even where its client does not listen.
 *
 * @throws PlatformError of the class that a call without an answer has
 */
export async function withinTime<Result>(
  call: Promise<Result>,
  milliseconds: number,
  failure: 'RETRY_LATER' | 'UNKNOWN_OUTCOME',
): Promise<Result> {
  const timer = new AbortController();
  const late = delay(milliseconds, undefined, { signal: timer.signal }).then(() => {
    const remedy =
      failure === 'RETRY_LATER' ? 'Nothing: it is tried again.' : 'Look at the platform: the post may be there.';
    const seconds = Math.floor(milliseconds / 1000);
    throw new PlatformError({ class: failure }, `The platform did not answer within ${seconds} s.`, { remedy });
  });
  // Ignore the loser's rejection, or Node reports it as unhandled.
  late.catch(() => {});
  call.catch(() => {});
  try {
    return await Promise.race([call, late]);
  } finally {
    timer.abort();
  }
}
