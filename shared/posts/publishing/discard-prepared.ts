import { withAccess } from '../../accounts/access/with-access.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { logger } from '../../kernel/logger.ts';
import { transact } from '../../kernel/table/transact.ts';
import type { DiscardExtent } from '../../platforms/contract/adapter.ts';
import { PlatformError } from '../../platforms/contract/platform-failure.ts';
import { postEvents } from '../model/events.ts';
import { postEvent } from '../model/post-event.ts';
import { removePrepared } from '../model/prepared-items.ts';
import type { PublicationRef } from '../model/publication-ref.ts';
import { applyDiscardFailure } from './apply-discard-failure.ts';
import { loadPublication, type Publication } from './load-publication.ts';
import { publicationOf, publishContext } from './publication-of.ts';
import { PREPARE_LIMITS } from './publish-timing.ts';

/**
 * Takes away what was prepared at the platform in vain. For a text that will not be published (after a cancel, an edit or
 * another time) that is everything; it comes after the end of the lease under which it was prepared, so nothing is added to
 * it any more. For the text of the plan that is what lost workers made beside what is on record.
 *
 * @throws PlatformError where the platform does not answer; the message comes again
 */
export async function discardPrepared(ref: PublicationRef, worker: Actor): Promise<void> {
  const loaded = await loadPublication(ref, 'any version');
  if ('stale' in loaded || 'missing' in loaded) return logger.info('Nothing to discard', { ...ref });
  const { state, preparedAt } = loaded;
  const isInUse = state.textVersion === ref.textVersion;
  const actor = { ...worker, correlationId: state.correlationId };
  if (!isInUse) return discardAll(loaded, actor);
  // Before the end of `prepare` nobody knows what is in use; the run that reaches it has the strays looked for again.
  if (preparedAt === undefined) return logger.info('Nothing to discard', { ...ref, isInUse });
  const isDone = await discardOf(loaded, 'strays', actor);
  if (isDone) logger.info('Nothing stands beside what is in use', { ...ref });
}

async function discardAll(loaded: Publication, actor: Actor): Promise<void> {
  const { ref, state } = loaded;
  if (loaded.adapter.discard === undefined || !(await discardOf(loaded, 'all', actor))) return;
  await transact([
    removePrepared({ ...ref, id: ref.distributionId }),
    postEvent(actor, state, postEvents.DISTRIBUTION_DISCARDED, { textVersion: ref.textVersion }),
  ]);
}

/** @returns false where the platform refused, which is on record */
async function discardOf(loaded: Publication, extent: DiscardExtent, actor: Actor): Promise<boolean> {
  const { ref, state, access, adapter, prepared } = loaded;
  const about = { ...publicationOf(state), textVersion: ref.textVersion };
  try {
    await withAccess(access, PREPARE_LIMITS, async (context) =>
      adapter.discard?.(publishContext(context, about), prepared, extent),
    );
    return true;
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    await applyDiscardFailure(loaded, error, actor);
    return false;
  }
}
