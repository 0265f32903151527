import { logger } from '../../kernel/logger.ts';
import { PlatformError, type PlatformFailure } from '../../platforms/contract/platform-failure.ts';

/**
 * Any other error than the adapter's own: before the visible call nothing was published; during it, the outcome
 * is unknown. Its message stays out of the log, the table and what is thrown on: it may quote what was sent, a key in a header
 * too.
 */
export function toPlatformError(error: unknown, when: 'before' | 'during'): PlatformError {
  if (error instanceof PlatformError) return error;
  const name = error instanceof Error ? error.name : 'unknown error';
  // A message may have lines of its own.
  const frames = error instanceof Error ? error.stack?.split('\n').filter((line) => /^ {4}at /.test(line)) : undefined;
  const stack = frames?.slice(0, 7);
  logger.error('An unexpected error stopped the publisher', { name, when, stack });
  const failure: PlatformFailure = { class: when === 'before' ? 'RETRY_LATER' : 'UNKNOWN_OUTCOME' };
  return new PlatformError(failure, `Publishing stopped on an unexpected ${name}.`, {
    remedy: 'See the log of the publish function for the cause.',
  });
}
