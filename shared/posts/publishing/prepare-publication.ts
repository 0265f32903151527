import { withAccess } from '../../accounts/access/with-access.ts';
import { transact } from '../../kernel/table/transact.ts';
import { isoNow } from '../../kernel/time/clock.ts';
import type { Prepared } from '../../platforms/contract/adapter.ts';
import { moveDistribution } from '../model/distribution-items.ts';
import { writePrepared } from '../model/prepared-items.ts';
import { refOf } from '../model/publication-ref.ts';
import { nextState } from '../model/transitions.ts';
import { enqueueDiscard } from './enqueue-publication.ts';
import { destinationHash, type Publication } from './load-publication.ts';
import { publicationOf, publishContext } from './publication-of.ts';
import { PREPARE_LIMITS, STRAYS_AFTER_MS } from './publish-timing.ts';

/**
 * The slow, invisible work before the due moment, of a post that is leased for it. What each step made is saved before
 * the next, so that a second run carries on where the first ended. The end of it stands on the prepared item, and later
 * on the attempt: the event of the attempt's end tells it.
 *
 * @throws GuardFailed where another worker or the user was quicker
 * @throws PlatformError as the adapter says
 */
export async function preparePublication(leased: Publication): Promise<Publication> {
  const { state, account, access, adapter, content, isRepeated } = leased;
  const site = destinationHash(account);
  let saved = leased.prepared;
  const save = async (prepared: Prepared) => {
    await transact([writePrepared(state, { site, prepared })]);
    saved = prepared;
  };
  const prepared = await withAccess(access, PREPARE_LIMITS, (context) =>
    adapter.prepare!(publishContext(context, { ...publicationOf(state), isRepeated }, save), content, saved),
  );
  // A failed or dead worker may have made something of this text of which no record tells. It is looked for when that worker
  // has certainly ended; the message is sent first, so that no death in between loses it.
  if (isRepeated === true && adapter.discard !== undefined) {
    await enqueueDiscard(refOf(state), STRAYS_AFTER_MS / 1000);
  }
  const ready = nextState(state, 'finishPreparing', {});
  const preparedAt = isoNow();
  await transact([...moveDistribution(state, ready), writePrepared(state, { site, prepared, preparedAt })]);
  return { ...leased, state: ready, prepared, preparedAt, isPrepared: true };
}
