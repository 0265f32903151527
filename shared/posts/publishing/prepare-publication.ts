import { withAccess } from '../../accounts/access/with-access.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { transact } from '../../kernel/table/transact.ts';
import type { Prepared } from '../../platforms/contract/adapter.ts';
import { contentNotes } from '../../platforms/contract/content-notes.ts';
import { moveDistribution } from '../model/distribution-items.ts';
import { postEvents } from '../model/events.ts';
import { postEvent } from '../model/post-event.ts';
import { writePrepared } from '../model/prepared-items.ts';
import { nextState } from '../model/transitions.ts';
import { destinationHash, type Publication } from './load-publication.ts';
import { publicationOf, publishContext } from './publication-of.ts';
import { PREPARE_LIMITS } from './publish-timing.ts';

/**
 * The slow, invisible work before the due moment, of a post that is leased for it. What each step made is saved before
 * the next, so that a second run carries on where the first ended.
 *
 * @throws GuardFailed where another worker or the user was quicker
 * @throws PlatformError as the adapter says
 */
export async function preparePublication(leased: Publication, actor: Actor): Promise<Publication> {
  const { state, account, access, adapter, content } = leased;
  const site = destinationHash(account);
  let saved = leased.prepared;
  // A transaction, because it is retried where another one holds the item; the client itself gives up on a conflict.
  const save = async (prepared: Prepared) => {
    await transact([writePrepared(state, { site, prepared, complete: false })]);
    saved = prepared;
  };
  const prepared = await withAccess(access, PREPARE_LIMITS, (context) =>
    adapter.prepare!(publishContext(context, publicationOf(state), save), content, saved),
  );

  const notes = [...contentNotes(content, adapter.rules), ...(adapter.notesOf?.(prepared) ?? [])];
  const ready = nextState(state, 'finishPreparing', {});
  await transact([
    ...moveDistribution(state, ready),
    writePrepared(state, { site, prepared, complete: true }),
    postEvent(actor, state, postEvents.DISTRIBUTION_PREPARED, {
      version: state.version,
      textVersion: state.textVersion,
      ...(notes.length > 0 && { notes }),
    }),
  ]);
  return { ...leased, state: ready, prepared, isPrepared: true };
}
