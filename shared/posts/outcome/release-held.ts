import { readAccount } from '../../accounts/account-items.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { logger } from '../../kernel/logger.ts';
import { retryPassing } from '../../kernel/retry-passing.ts';
import { transact } from '../../kernel/table/transact.ts';
import { tryGuarded } from '../../kernel/table/try-guarded.ts';
import { adapterFor } from '../../platforms/registry.ts';
import { continueLater } from '../model/continuation-items.ts';
import type { Distribution } from '../model/distribution.ts';
import { moveDistribution } from '../model/distribution-items.ts';
import { postEvents } from '../model/events.ts';
import { withPauseGuard } from '../model/group-pause.ts';
import { heldPosts } from '../model/list-items.ts';
import { postEvent } from '../model/post-event.ts';
import type { AccountRef } from '../model/publication-ref.ts';
import { nextState } from '../model/transitions.ts';
import { firstWaitingDiscards, forgetDiscard } from '../model/waiting-discard-items.ts';
import { wakeTime } from '../planning/wake-time.ts';
import { enqueueDiscard } from '../publishing/enqueue-publication.ts';

/** Of the function's 60 seconds. */
const MAX_RUN_MS = 40_000;
const DISCARDS_AT_ONCE = 50;

/**
 * The account is connected again: what was held for it goes out, each as its late policy says, in due order. What belongs
 * to a paused cross-post is held for that from now on.
 */
export async function releaseHeld(ref: AccountRef, actor: Actor): Promise<void> {
  const started = Date.now();
  const account = await readAccount(ref.tenantId, ref.platformId);
  if (account === undefined || account.connection !== 'connected') return;
  for await (const state of heldPosts(ref.tenantId, ref.platformId)) {
    if (Date.now() - started > MAX_RUN_MS) return retryPassing(() => transact([continueLater(ref, 'release')]));
    if (state.held !== 'reconnect') continue;
    const quicker = await tryGuarded(() => releaseOne(state, actor));
    if (quicker === undefined) continue;
    logger.info('A held post was changed at the same moment', { id: state.id, guard: quicker.label });
  }
  const isDone = await releaseDiscards(ref, started + MAX_RUN_MS);
  if (!isDone) await retryPassing(() => transact([continueLater(ref, 'release')]));
}

/** Each is sent before it is forgotten: sent twice, it finds nothing to do. @returns whether none is left */
async function releaseDiscards(ref: AccountRef, until: number): Promise<boolean> {
  for (;;) {
    const waiting = await firstWaitingDiscards(ref, DISCARDS_AT_ONCE);
    for (const one of waiting) {
      if (Date.now() > until) return false;
      await enqueueDiscard(one, 0);
      await transact([forgetDiscard(one)]);
    }
    if (waiting.length < DISCARDS_AT_ONCE) return true;
    // The new access may be refused, too: then they come back, and wait for the next.
    const account = await readAccount(ref.tenantId, ref.platformId);
    if (account?.connection !== 'connected') return true;
  }
}

/** @throws GuardFailed if another worker or the user was quicker */
export async function releaseOne(state: Distribution, actor: Actor): Promise<void> {
  const due = Date.parse(state.dueAt ?? state.updatedAt);
  const plan = {
    // The due moment stays: how late the post is now decides what becomes of it.
    wakeAt: wakeTime(adapterFor(state.platformKind), Math.max(due, Date.now())),
  };
  await withPauseGuard(state, ({ held, guards }) =>
    transact([
      ...moveDistribution(state, nextState(state, 'release', { ...plan, held })),
      ...guards,
      held === undefined
        ? postEvent(actor, state, postEvents.DISTRIBUTION_RELEASED, { dueAt: state.dueAt })
        : postEvent(actor, state, postEvents.DISTRIBUTION_HELD, { dueAt: state.dueAt, reason: 'CROSS_POST_PAUSED' }),
    ]),
  );
}
