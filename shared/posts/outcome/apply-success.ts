import { markConnected } from '../../accounts/access/connection.ts';
import { blockPlatform, noteHealth } from '../../accounts/account-health-items.ts';
import { emitMetric } from '../../aws/emit-metric.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { GuardFailed } from '../../kernel/table/transact.ts';
import type { PublishResult } from '../../platforms/contract/adapter.ts';
import type { Attempt } from '../model/distribution.ts';
import { readDistribution } from '../model/distribution-items.ts';
import { postGuards } from '../model/guards.ts';
import type { Publication } from '../publishing/load-publication.ts';
import { recordPublished } from './record-published.ts';

/**
 * The platform took the post, or the last part of a thread.
 *
 * `calledAt` is the moment of the visible call in milliseconds. Where a check gave this attempt up for lost in the
 * meantime, the success still counts.
 */
export async function applySuccess(
  publication: Publication,
  attempt: Attempt,
  result: PublishResult,
  calledAt: number,
  actor: Actor,
): Promise<void> {
  const { account, state } = publication;
  const published = { attempt, result, calledAt };
  try {
    await recordPublished(state, published, actor);
  } catch (error) {
    if (!(error instanceof GuardFailed) || error.guard !== postGuards.distribution) throw error;
    const current = await readDistribution(state.tenantId, state.id);
    if (current?.status !== 'unknown' || current.attempts !== attempt.number) throw error;
    await recordPublished(current, published, actor);
  }
  emitMetric('PublishLatenessMs', 'Milliseconds', calledAt - Date.parse(state.dueAt!), account.kind);
  await noteAnswer(publication, result, calledAt, actor);
}

/** What a success says of the account: it is well, and how many more posts it takes. */
export async function noteAnswer(
  { access: { account } }: Pick<Publication, 'access'>,
  { limit }: PublishResult,
  calledAt: number,
  actor: Actor,
): Promise<void> {
  const { tenantId, id } = account;
  await markConnected(account, actor);
  if (limit?.remaining === 0 && limit.resetAt > Date.now()) {
    await blockPlatform(tenantId, id, new Date(limit.resetAt).toISOString());
  }
  await noteHealth(tenantId, id, 'lastPublishedAt', new Date(calledAt).toISOString());
}
