import type { Account } from '../../accounts/account.ts';
import { readAccount } from '../../accounts/account-items.ts';
import { sendMessages } from '../../aws/queues.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { logger } from '../../kernel/logger.ts';
import { retryPassing } from '../../kernel/retry-passing.ts';
import { transact } from '../../kernel/table/transact.ts';
import { tryGuarded } from '../../kernel/table/try-guarded.ts';
import { tryTransact } from '../../kernel/table/try-transact.ts';
import { adapterFor } from '../../platforms/registry.ts';
import { continueLater } from '../model/continuation-items.ts';
import type { Distribution } from '../model/distribution.ts';
import { moveDistribution, readDistribution } from '../model/distribution-items.ts';
import { postEvents } from '../model/events.ts';
import { postsInLine } from '../model/list-items.ts';
import { isQueued } from '../model/next-check.ts';
import { postEvent } from '../model/post-event.ts';
import type { AccountRef, LineMessage, PublishMessage } from '../model/publication-ref.ts';
import { nextState } from '../model/transitions.ts';
import { wakeTime } from '../planning/wake-time.ts';
import { MAX_HOPS } from '../publishing/publish-timing.ts';
import {
  askForAnotherPass,
  beginPass,
  isLimited,
  isQuotaRefusal,
  lockLine,
  nextSendTime,
  reserveQuota,
  unlockLine,
} from './quota-items.ts';

const LOCK_MS = 55_000;
/** Of the function's 60 seconds. */
const MAX_RUN_MS = 40_000;
/** Places of one moment would be taken in any order: those that waited go out one after the other. */
const SPREAD_MS = 250;

/**
 * Gives every post in an account's queue its send time, in due order: the next time that all limits allow. One worker
 * at a time; another worker that comes meanwhile asks it for one more pass.
 *
 * @param isRepeated whether SQS has delivered the message before
 */
export async function assignSendTimes(message: LineMessage, actor: Actor, isRepeated = false): Promise<void> {
  const { distributionId, hop, ...ref } = message;
  // With its own key it is seen at once.
  const read = distributionId === undefined ? undefined : await readDistribution(ref.tenantId, distributionId);
  const joined = waitsInLine(read) ? read : undefined;
  // One that comes again, for another worker's sake or because a worker failed with it, goes through the queue all the
  // same: others may still wait that joined after this post and whose own messages that worker has answered.
  if (distributionId !== undefined && joined === undefined && hop === 0 && !isRepeated) {
    return logger.info('No place to give', { ...ref, reason: 'the post has one, or does not wait any more' });
  }
  const account = await readAccount(ref.tenantId, ref.platformId);
  if (account === undefined) return logger.info('No place to give', { ...ref, reason: 'the platform is gone' });
  if (!(await lock({ ...ref, distributionId, hop }, account)))
    return logger.info('Another worker gives the places', { ...ref });
  const giveUpAt = Date.now() + MAX_RUN_MS;
  try {
    await giveAll(ref, account, giveUpAt, actor, joined);
  } catch (error) {
    await transact([unlockLine(account, true)]);
    throw error;
  }
}

async function giveAll(
  ref: AccountRef,
  account: Account,
  giveUpAt: number,
  actor: Actor,
  joined: Distribution | undefined,
): Promise<void> {
  for (let unlisted = joined; ; unlisted = undefined) {
    await transact([beginPass(account)]);
    const isDone = await pass(lineWith(ref, unlisted), account, giveUpAt, actor);
    if (isDone && (await tryTransact([unlockLine(account)])) === undefined) return;
    if (Date.now() < giveUpAt) continue;
    // In one: without a continuation nobody comes for the rest of the line but the sweep, ten minutes later.
    return retryPassing(() => transact([unlockLine(account, true), continueLater(ref, 'line')]));
  }
}

async function lock({ hop, ...message }: Omit<LineMessage, 'kind'>, account: Account): Promise<boolean> {
  for (;;) {
    if ((await tryTransact([lockLine(account, Date.now() + LOCK_MS)])) === undefined) return true;
    const refusal = await tryTransact([askForAnotherPass(account)]);
    if (refusal === undefined) {
      // If the other worker dies, this message starts a worker after its lock expires.
      const again: PublishMessage = { kind: 'line', ...message, hop: hop + 1 };
      if (hop < MAX_HOPS) await sendMessages('PUBLISH_QUEUE_URL', [{ body: again, delaySeconds: LOCK_MS / 1000 }]);
      return false;
    }
    if (refusal.item?.lineAgain === true && Number(refusal.item.lineLockUntil) >= Date.now()) return false;
  }
}

/** Once through the queue. @returns false if the time ran out before its end */
async function pass(
  line: AsyncIterable<Distribution>,
  account: Account,
  giveUpAt: number,
  actor: Actor,
): Promise<boolean> {
  let from = Math.max(Date.now(), Date.parse(account.blockedUntil ?? '') || 0);
  for await (const state of line) {
    // The index lags behind: what was just placed may still be in it.
    if (!waitsInLine(state)) continue;
    if (Date.now() > giveUpAt) return false;
    from = await placeOne(state, account, from, actor);
  }
  return true;
}

/** Those that wait in due order, with one that the list may not show yet. */
async function* lineWith(
  { tenantId, platformId }: AccountRef,
  unlisted: Distribution | undefined,
): AsyncGenerator<Distribution> {
  let missing = unlisted;
  for await (const state of postsInLine(tenantId, platformId)) {
    if (missing !== undefined && placeInLine(missing) < placeInLine(state)) {
      yield missing;
      missing = undefined;
    }
    if (state.id === missing?.id) missing = undefined;
    yield state;
  }
  if (missing !== undefined) yield missing;
}

const placeInLine = ({ waitingSince = '', id }: Distribution) => `${waitingSince}#${id}`;
const waitsInLine = (state: Distribution | undefined): state is Distribution =>
  state?.status === 'scheduled' && isQueued(state);

/** @returns the moment from which the next one looks for a place */
async function placeOne(state: Distribution, account: Account, from: number, actor: Actor): Promise<number> {
  for (;;) {
    const at = isLimited(account) ? await nextSendTime(account, from) : from;
    const refused = await tryGuarded(() => place(state, account, at, actor));
    if (refused === undefined) return at + SPREAD_MS;
    if (isQuotaRefusal(refused)) continue;
    logger.info('A post left the queue by itself', { id: state.id, guard: refused.label });
    return from;
  }
}

async function place(state: Distribution, account: Account, at: number, actor: Actor): Promise<void> {
  const dueAt = new Date(at).toISOString();
  const reason = account.blockedUntil && Date.parse(account.blockedUntil) > Date.now() ? 'BLOCKED' : 'LIMIT';
  const later = nextState(state, 'assignSendTime', {
    dueAt,
    wakeAt: wakeTime(adapterFor(state.platformKind), at),
    ledgerAt: isLimited(account) ? dueAt : undefined,
    waitingSince: isLimited(account) ? state.waitingSince : undefined,
  });
  await transact([
    ...moveDistribution(state, later),
    ...reserveQuota(account, state.id, at),
    postEvent(actor, state, postEvents.DISTRIBUTION_DEFERRED, {
      reason,
      newTime: dueAt,
      waitingSince: state.waitingSince,
    }),
  ]);
}
