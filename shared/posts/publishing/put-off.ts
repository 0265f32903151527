import type { Account } from '../../accounts/account.ts';
import type { LatePolicy } from '../../accounts/late-policy.ts';
import { sendMessages } from '../../aws/queues.ts';
import type { Actor } from '../../kernel/events/event.ts';
import type { Distribution } from '../model/distribution.ts';
import { isQueued } from '../model/next-check.ts';
import type { PublishMessage } from '../model/publication-ref.ts';
import { withPart } from '../model/status-parts.ts';
import { applyLate } from '../outcome/apply-late.ts';
import { latePolicyFor } from '../outcome/late-post.ts';
import { releaseOne } from '../outcome/release-held.ts';
import { waitForReconnect } from '../outcome/wait-for-reconnect.ts';
import { joinQueue } from '../quota/join-queue.ts';
import { isLimited } from '../quota/quota-items.ts';
import type { Publication } from './load-publication.ts';
import { CATCH_UP_MS } from './publish-timing.ts';

/** Why a post does not go out now at all. */
type PutOff =
  | { why: 'paused' | 'reconnect' | 'held' | 'queued' | 'limit' }
  | { why: 'late'; policy: Exclude<LatePolicy, 'publish'> };

/**
 * Whether the post does not go out at `now` (milliseconds) at all: its account is cut off or over its limit, or its time
 * has passed.
 */
export function putOffReason(state: Distribution, account: Account, now: number): PutOff | undefined {
  if (state.held === 'paused') return { why: 'paused' };
  if (account.connection === 'reconnect') return { why: 'reconnect' };
  if (state.held !== undefined) return { why: 'held' };
  const policy = latePolicyFor(state, account, now);
  if (policy !== 'publish') return { why: 'late', policy };
  if (isQueued(state)) return { why: 'queued' };
  const due = Date.parse(withPart(state, 'due').dueAt);
  const isBlocked = Date.parse(account.blockedUntil ?? '') > Math.max(now, due);
  const mustCatchUp =
    isLimited(account) && state.ledgerAt === undefined && state.thread === undefined && now - due > CATCH_UP_MS;
  return isBlocked || mustCatchUp ? { why: 'limit' } : undefined;
}

/** @throws GuardFailed where another worker or the user was quicker */
export async function putOff(publication: Publication, reason: PutOff, actor: Actor): Promise<void> {
  const { state } = publication;
  switch (reason.why) {
    case 'paused':
      return;
    case 'reconnect':
      return waitForReconnect(state, actor);
    // The account is connected again, and no worker has released the post yet.
    case 'held':
      return releaseOne(state, actor);
    case 'late':
      return applyLate(state, reason.policy, actor);
    case 'queued': {
      const { tenantId, platformId, id: distributionId } = state;
      const line: PublishMessage = { kind: 'line', tenantId, platformId, distributionId, hop: 0 };
      return sendMessages('PUBLISH_QUEUE_URL', [{ body: line, delaySeconds: 0 }]);
    }
    case 'limit':
      return joinQueue(publication);
  }
}
