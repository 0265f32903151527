import { loadCredentials } from '../../accounts/access/load-credentials.ts';
import { platformContext, publishContext } from '../../accounts/access/platform-context.ts';
import { withinTime } from '../../accounts/access/within-time.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { recordEvent } from '../../kernel/events/event-items.ts';
import { putAlways, transact } from '../../kernel/table/transact.ts';
import type { Prepared } from '../../platforms/contract/adapter.ts';
import { moveDistribution } from '../model/distribution-items.ts';
import { postEvents } from '../model/events.ts';
import { postKeys } from '../model/keys.ts';
import { nextState } from '../model/transitions.ts';
import { destinationHash, type Publication } from './load-publication.ts';
import { publicationOf } from './publication-of.ts';
import { PREPARE_LEASE_MS, PREPARE_TIMEOUT_MS } from './publish-timing.ts';

/**
 * The slow, invisible work before the due moment, under a lease. Each handle is saved before the next step, so that a
 * second run carries on where the first ended.
 *
 * @throws GuardFailed where another worker or the user was quicker
 * @throws PlatformError as the adapter says
 */
export async function preparePublication(publication: Publication, actor: Actor): Promise<Publication> {
  const { state, account, adapter, content } = publication;
  const leased = nextState(state, 'prepare', {
    leaseUntil: new Date(Date.now() + PREPARE_LEASE_MS).toISOString(),
    preparedText: state.textVersion,
  });
  await transact([...moveDistribution(state, leased)]);
  // Whoever settles a failure from here on writes over the leased state.
  publication.state = leased;

  const credentials = await loadCredentials(adapter, account);
  const save = (prepared: Prepared) => savePrepared(publication, prepared);
  const context = publishContext(
    platformContext(account, credentials, PREPARE_TIMEOUT_MS),
    publicationOf(leased),
    save,
  );
  const preparing = adapter.prepare!(context, content, publication.prepared);
  const prepared = await withinTime(preparing, PREPARE_TIMEOUT_MS + 500, 'RETRY_LATER');

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
