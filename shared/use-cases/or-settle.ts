import type { Actor } from '../domain/event.ts';
import { GuardFailed } from '../store/transact.ts';
import type { Publication } from './load-publication.ts';
import { settleFailure } from './settle-failure.ts';
import { toPlatformError } from './to-platform-error.ts';

/**
 * Runs what comes before the visible call; a failure of it is settled there and then, since nothing can stand anywhere.
 *
 * @returns undefined where it failed
 */
export async function orSettle<Result>(
  publication: Publication,
  actor: Actor,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GuardFailed) throw error;
    await settleFailure(publication, toPlatformError(error, 'before'), actor);
    return undefined;
  }
}
