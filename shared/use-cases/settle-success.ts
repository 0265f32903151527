import { emitMetric } from '../cloud/emit-metric.ts';
import { logger } from '../cloud/logger.ts';
import type { Attempt, Distribution } from '../domain/distribution.ts';
import type { Actor } from '../domain/event.ts';
import { nextState } from '../domain/next-state.ts';
import type { PublishResult } from '../platforms/adapter.ts';
import { readDistribution, replaceDistribution } from '../store/distribution-items.ts';
import { recordEvent } from '../store/event-items.ts';
import { keys } from '../store/keys.ts';
import { GuardFailed, put, transact } from '../store/transact.ts';
import { noteHealth } from '../store/usage-items.ts';
import type { Publication } from './load-publication.ts';
import { noteAcceptance } from './platform-connection.ts';

/**
 * One transaction says that the post stands on the platform: state, attempt, external id, event.
 *
 * `calledAt` is the moment of the visible call in milliseconds. Where a check gave this attempt up for lost in the
 * meantime, the success still counts.
 */
export async function settleSuccess(
  publication: Publication,
  attempt: Attempt,
  result: PublishResult,
  calledAt: number,
  actor: Actor,
): Promise<void> {
  const lateByMs = calledAt - Date.parse(publication.state.scheduledFor!);
  try {
    await writeSuccess(publication.state, attempt, result, lateByMs, calledAt, actor);
  } catch (error) {
    if (!(error instanceof GuardFailed) || error.label !== 'distribution') throw error;
    const current = await readDistribution(publication.ref.tenantId, publication.ref.distributionId);
    if (current?.status !== 'unknown' || current.attempts !== attempt.number) throw error;
    await writeSuccess(current, attempt, result, lateByMs, calledAt, actor);
  }
  await noteAcceptance(publication.platform, actor);
  emitMetric('PublishLatenessMs', 'Milliseconds', lateByMs, publication.platform.kind);
  await noteHealth(
    publication.ref.tenantId,
    publication.platform.id,
    'lastPublishedAt',
    new Date(calledAt).toISOString(),
  );
}

async function writeSuccess(
  before: Distribution,
  attempt: Attempt,
  result: PublishResult,
  lateByMs: number,
  calledAt: number,
  actor: Actor,
): Promise<void> {
  const { tenantId, id, platformId } = before;
  const said = Date.parse(result.publishedAt ?? '');
  const publishedAt = new Date(Number.isFinite(said) ? said : calledAt).toISOString();
  const published = nextState(before, 'succeed', {
    externalId: result.externalId,
    externalUrl: result.externalUrl ?? undefined,
    publishedAt,
    lateByMs,
    leaseUntil: undefined,
    dueAt: undefined,
    wakeAt: undefined,
    error: undefined,
  });
  const done: Attempt = { ...attempt, state: 'succeeded', endedAt: new Date().toISOString() };
  const guard = put(
    'externalId',
    { ...keys.externalId(tenantId, platformId, result.externalId), distributionId: id },
    { expression: 'attribute_not_exists(pk) OR distributionId = :self', values: { ':self': id } },
  );
  const actions = [
    replaceDistribution(before, published),
    put('attempt', { ...keys.attempt(tenantId, id, attempt.number), ...done }),
    recordEvent(actor, {
      type: 'DISTRIBUTION_PUBLISHED',
      tenantId,
      entityType: 'distribution',
      entityId: id,
      data: {
        attempt: attempt.number,
        externalId: result.externalId,
        externalUrl: result.externalUrl,
        publishedAt,
        lateByMs,
      },
    }),
  ];
  try {
    await transact([...actions, guard]);
  } catch (error) {
    if (!(error instanceof GuardFailed) || error.label !== 'externalId') throw error;
    // The platform answered with the id of a post that another distribution made: said, and still on record.
    logger.error('The platform gave an external id twice', { id, externalId: result.externalId, item: error.item });
    await transact(actions);
  }
}
