import { endWithin } from '../../kernel/time/end-within.ts';
import { PlatformError } from '../../platforms/contract/platform-failure.ts';

/**
 * An adapter is told to stop by its signal; this holds even where its client does not listen.
 *
 * @throws PlatformError of the class that a call without an answer has
 */
export function withinTime<Result>(
  call: Promise<Result>,
  milliseconds: number,
  failure: 'RETRY_LATER' | 'UNKNOWN_OUTCOME',
): Promise<Result> {
  return endWithin(call, milliseconds, () => {
    const remedy =
      failure === 'RETRY_LATER' ? 'Nothing: it is tried again.' : 'Look at the platform: the post may be there.';
    const seconds = Math.floor(milliseconds / 1000);
    return new PlatformError({ class: failure }, `The platform did not answer within ${seconds} s.`, { remedy });
  });
}
