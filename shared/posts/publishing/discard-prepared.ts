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
 * @param receives how often the message has come
 * @throws PlatformError where the platform does not answer; the message comes again
 */
export async function discardPrepared(ref: PublicationRef, receives: number, worker: Actor): Promise<void> {
  const loaded = await loadPublication(ref, 'any version');
  if ('stale' in loaded || 'missing' in loaded) return logger.info('Nothing to discard', { ...ref });
  const { state, prepared, preparedAt, isPreparedElsewhere, adapter } = loaded;
  const actor = { ...worker, correlationId: state.correlationId };
  const isInUse = state.textVersion === ref.textVersion;
  // Before the end of `prepare` nobody knows what is in use; the run that reaches it has the strays looked for again.
  if (adapter.discard === undefined || (isInUse && preparedAt === undefined)) {
    return logger.info('Nothing to discard', { ...ref, isInUse });
  }
  const removed = await discardOf(loaded, isInUse ? 'strays' : 'all', { receives, actor });
  if (removed === undefined) return;
  const { textVersion } = ref;
  // A site that has only moved has the draft under its new address, too.
  if (removed === 0 && isPreparedElsewhere && !isInUse)
    return applyDiscardFailure(loaded, leftElsewhere(), actor, receives);
  const isOnRecord = !isInUse && Object.keys(prepared).length > 0;
  if (removed === 0 && !isOnRecord) return logger.info('Nothing to discard', { ...ref, isInUse });
  await transact([
    ...(isInUse ? [] : [removePrepared({ ...ref, id: ref.distributionId })]),
    postEvent(actor, state, postEvents.DISTRIBUTION_DISCARDED, { textVersion, removed }),
  ]);
}

/** @returns how much was taken away; undefined where the platform refused, which is on record */
async function discardOf(
  loaded: Publication,
  extent: DiscardExtent,
  { receives, actor }: { receives: number; actor: Actor },
): Promise<number | undefined> {
  const { ref, state, access, adapter, prepared } = loaded;
  const about = { ...publicationOf(state), textVersion: ref.textVersion };
  try {
    return await withAccess(access, PREPARE_LIMITS, async (context) =>
      adapter.discard!(publishContext(context, about), prepared, extent),
    );
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    await applyDiscardFailure(loaded, error, actor, receives);
    return undefined;
  }
}

function leftElsewhere(): PlatformError {
  const message = 'The account has another address since then: what was prepared stays where it was.';
  return new PlatformError({ class: 'NOT_FOUND' }, message, { remedy: 'Delete the draft on the old site.' });
}
