import { withAccess } from '../../accounts/access/with-access.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { recordEvent } from '../../kernel/events/event-items.ts';
import { putAlways, transact } from '../../kernel/table/transact.ts';
import type { Prepared } from '../../platforms/contract/adapter.ts';
import { moveDistribution } from '../model/distribution-items.ts';
import { postEvents } from '../model/events.ts';
import { postKeys } from '../model/keys.ts';
import { nextState } from '../model/next-state.ts';
import { destinationHash, type Publication } from './load-publication.ts';
import { publicationOf, publishContext } from './publication-of.ts';
import { PREPARE_LEASE_MS, PREPARE_LIMITS } from './publish-timing.ts';

/**
 * The slow, invisible work before the due moment, under a lease. What each step made is saved before the next, so that a
 * second run carries on where the first ended.
 *
 * @throws GuardFailed where another worker or the user was quicker
 * @throws PlatformError as the adapter says
 */
export async function preparePublication(publication: Publication, actor: Actor): Promise<Publication> {
  const { state, account, access, adapter, content } = publication;
  const leased = nextState(state, 'prepare', {
    leaseUntil: new Date(Date.now() + PREPARE_LEASE_MS).toISOString(),
    preparedText: state.textVersion,
  });
  await transact([...moveDistribution(state, leased)]);
  // Whoever settles a failure from here on writes over the leased state.
  publication.state = leased;

  let saved = publication.prepared;
  const save = async (prepared: Prepared) => {
    await savePrepared(publication, prepared);
    saved = prepared;
  };
  const prepared = await withAccess(access, PREPARE_LIMITS, (context) =>
    adapter.prepare!(publishContext(context, publicationOf(leased), save), content, saved),
  );

  const notes = adapter.notesOf?.(prepared) ?? [];
  const ready = nextState(leased, 'prepare', { leaseUntil: undefined });
  await transact([
    ...moveDistribution(leased, ready),
    putAlways({ ...preparedKey(publication), site: destinationHash(account), prepared, complete: true }),
    recordEvent(actor, postEvents.DISTRIBUTION_PREPARED, {
      tenantId: state.tenantId,
      entityId: state.id,
      data: { version: state.version, textVersion: state.textVersion, ...(notes.length > 0 && { notes }) },
    }),
  ]);
  return { ...publication, state: ready, prepared, isPrepared: true };
}

async function savePrepared(publication: Publication, prepared: Prepared): Promise<void> {
  const item = { ...preparedKey(publication), site: destinationHash(publication.account), prepared, complete: false };
  // A transaction, because it is retried where another one holds the item; the client itself gives up on a conflict.
  await transact([putAlways(item)]);
}

function preparedKey({ state }: Publication) {
  return postKeys.prepared(state.tenantId, state.id, state.textVersion);
}
