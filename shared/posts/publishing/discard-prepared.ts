import { withAccess } from '../../accounts/access/with-access.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { logger } from '../../kernel/logger.ts';
import { transact } from '../../kernel/table/transact.ts';
import { postEvents } from '../model/events.ts';
import { postEvent } from '../model/post-event.ts';
import { removePrepared } from '../model/prepared-items.ts';
import type { PublicationRef } from '../model/publication-ref.ts';
import { loadPublication } from './load-publication.ts';
import { publicationOf, publishContext } from './publication-of.ts';
import { PREPARE_LIMITS } from './publish-timing.ts';

/**
 * Takes away what was prepared at the platform for a text that will not be published: after a cancel, an edit or
 * another time. It comes after the end of the lease under which it was prepared, so nothing is added to it any more.
 *
 * @throws PlatformError where the platform does not answer; the message comes again
 */
export async function discardPrepared(ref: PublicationRef, worker: Actor): Promise<void> {
  const loaded = await loadPublication(ref, 'any version');
  if ('stale' in loaded || 'missing' in loaded) return logger.info('Nothing to discard', { ...ref });
  const { state, access, adapter, prepared } = loaded;
  const isInUse = state.textVersion === ref.textVersion;
  if (adapter.discard === undefined || isInUse) return logger.info('Nothing to discard', { ...ref, isInUse });
  const { discard } = adapter;
  const discarded = { ...publicationOf(state), textVersion: ref.textVersion };
  await withAccess(access, PREPARE_LIMITS, (context) =>
    discard.call(adapter, publishContext(context, discarded), prepared),
  );
  await transact([
    removePrepared({ ...ref, id: ref.distributionId }),
    postEvent({ ...worker, correlationId: state.correlationId }, state, postEvents.DISTRIBUTION_DISCARDED, {
      textVersion: ref.textVersion,
    }),
  ]);
}
