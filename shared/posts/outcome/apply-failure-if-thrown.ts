import { toPlatformError } from '../../accounts/access/to-platform-error.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { isPassingError } from '../../kernel/passing-errors.ts';
import { GuardFailed } from '../../kernel/table/transact.ts';
import type { Publication } from '../publishing/load-publication.ts';
import { applyFailure } from './apply-failure.ts';

/**
 * Runs the work before the visible call. If it throws, nothing was published, so the failure is written at once.
 *
 * @param passing what becomes of a failure of AWS that passes by itself: it is written too, or thrown, so that the message
 * comes again in seconds; for work that leaves nothing behind
 * @returns undefined where it failed
 */
export async function applyFailureIfThrown<Result>(
  publication: Publication,
  actor: Actor,
  work: () => Promise<Result>,
  passing: 'written' | 'thrown' = 'written',
): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GuardFailed) throw error;
    if (passing === 'thrown' && isPassingError(error)) throw error;
    await applyFailure(publication, toPlatformError(error, 'before'), actor);
    return undefined;
  }
}
