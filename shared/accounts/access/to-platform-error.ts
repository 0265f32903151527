import { logger } from '../../kernel/logger.ts';
import { PlatformError, type PlatformFailure } from '../../platforms/contract/platform-failure.ts';

/**
 * Any other error than the adapter's own: before the visible call nothing was published; during it, the outcome
 * is unknown. Its message stays out of the log and the table: it may quote what was sent.
 */
export function toPlatformError(error: unknown, when: 'before' | 'during'): PlatformError {
  if (error instanceof PlatformError) return error;
  const name = error instanceof Error ? error.name : 'unknown error';
  const stack = error instanceof Error ? error.stack?.split('\n').slice(1, 8) : undefined;
  logger.error('An unexpected error stopped the publisher', { name, when, stack });
  const failure: PlatformFailure = { class: when === 'before' ? 'RETRY_LATER' : 'UNKNOWN_OUTCOME' };
  return new PlatformError(failure, `Publishing stopped on an unexpected ${name}.`, {
    remedy: 'See the log of the publish function for the cause.',
    cause: error,
  });
}
