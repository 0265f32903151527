import { toPlatformError } from '../../accounts/access/to-platform-error.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { GuardFailed } from '../../kernel/table/transact.ts';
import type { Publication } from '../publishing/load-publication.ts';
import { applyFailure } from './apply-failure.ts';

/**
 * Runs the work before the visible call. If it throws, nothing was published, so the failure is written at once.
 *
 * @returns undefined where it failed
 */
export async function applyFailureIfThrown<Result>(
  publication: Publication,
  actor: Actor,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GuardFailed) throw error;
    await applyFailure(publication, toPlatformError(error, 'before'), actor);
    return undefined;
  }
}
