import { readAccount } from '../../accounts/account-items.ts';
import { sendMessages } from '../../aws/queues.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { recordEvent } from '../../kernel/events/event-items.ts';
import { logger } from '../../kernel/logger.ts';
import { type ListEntry, listItems } from '../../kernel/table/read.ts';
import { GuardFailed, transact } from '../../kernel/table/transact.ts';
import { adapterFor } from '../../platforms/registry.ts';
import type { Distribution } from '../model/distribution.ts';
import { fromDistributionItem, moveDistribution } from '../model/distribution-items.ts';
import { postEvents } from '../model/events.ts';
import { withPauseGuard } from '../model/group-pause.ts';
import { postLists } from '../model/keys.ts';
import { nextState } from '../model/next-state.ts';
import type { AccountRef, PublishMessage } from '../model/publication-ref.ts';
import { wakeTime } from '../planning/wake-time.ts';

/** Of the function's 60 seconds. */
const MAX_RUN_MS = 40_000;

/**
 * The account is connected again: what was held for it goes out, each as its late policy says, in due order. What belongs
 * to a paused cross-post is held for that from now on.
 */
export async function releaseHeld(ref: AccountRef, actor: Actor): Promise<void> {
  const started = Date.now();
  const account = await readAccount(ref.tenantId, ref.platformId);
  if (account === undefined || account.connection !== 'connected') return;
  const { index, pk } = postLists.held;
  let after: ListEntry | undefined;
  do {
    const page = await listItems({ index, pk: pk(ref.tenantId, ref.platformId), limit: 50, after });
    const held = page.items.map(fromDistributionItem).filter((state) => state.held === 'reconnect');
    for (const state of held) await releaseSafely(state, actor);
    after = page.next;
    if (after !== undefined && Date.now() - started > MAX_RUN_MS) {
      const message: PublishMessage = { kind: 'release', ...ref };
      return sendMessages('PUBLISH_QUEUE_URL', [{ body: message, delaySeconds: 0 }]);
    }
  } while (after !== undefined);
}

async function releaseSafely(state: Distribution, actor: Actor): Promise<void> {
  try {
    await releaseOne(state, actor);
  } catch (error) {
    if (!(error instanceof GuardFailed)) throw error;
    logger.info('A held post was changed at the same moment', { id: state.id, guard: error.label });
  }
}

/** @throws GuardFailed where somebody was quicker */
export async function releaseOne(state: Distribution, actor: Actor): Promise<void> {
  const due = Date.parse(state.dueAt ?? state.updatedAt);
  const plan = {
    version: state.version + 1,
    error: undefined,
    // The due moment stays: how late the post is by now decides what becomes of it.
    wakeAt: wakeTime(adapterFor(state.platformKind), Math.max(due, Date.now())),
  };
  await withPauseGuard(state, ({ held, guards }) =>
    transact([
      ...moveDistribution(state, nextState(state, 'release', { ...plan, held })),
      ...guards,
      recordEvent(actor, held === undefined ? postEvents.DISTRIBUTION_RELEASED : postEvents.DISTRIBUTION_HELD, {
        tenantId: state.tenantId,
        entityId: state.id,
        data: { dueAt: state.dueAt, ...(held && { reason: 'CROSS_POST_PAUSED' }) },
      }),
    ]),
  );
}
