import pMap from 'p-map';
import { accessTo } from '../accounts/access/access.ts';
import { markConnected, markReconnectNeeded } from '../accounts/access/connection.ts';
import { toPlatformError } from '../accounts/access/to-platform-error.ts';
import { type CallLimits, withAccess } from '../accounts/access/with-access.ts';
import { countError, noteHealth } from '../accounts/account-health-items.ts';
import { readAccount } from '../accounts/account-items.ts';
import type { Actor } from '../kernel/events/event.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { logger } from '../kernel/logger.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { tryTransact } from '../kernel/table/try-transact.ts';
import { DAY_MS, HOUR_MS } from '../kernel/time/durations.ts';
import { type PlatformMetrics, platformMetricsSchema, ratePercent } from '../platforms/contract/metrics.ts';
import { adapterFor } from '../platforms/registry.ts';
import type { Distribution } from '../posts/model/distribution.ts';
import { readDistributionsLazily } from '../posts/model/distribution-items.ts';
import type { MetricSummary } from '../posts/model/distribution-view.ts';
import { failureRules } from '../posts/outcome/failure-rules.ts';
import { postsAtRisk } from '../posts/outcome/posts-at-risk.ts';
import { metricEvents } from './events.ts';
import type { SyncMetrics } from './metrics-messages.ts';
import { type LatestFigures, readLatestFigures, recordSnapshot } from './snapshot-items.ts';

export const METRICS_WINDOW_MS = 7 * DAY_MS;
/** Within the function's 60 seconds. */
const LIMITS: CallLimits = { callMs: 30_000, totalMs: 50_000, unanswered: 'RETRY_LATER' };
const WRITES_AT_ONCE = 10;

/**
 * Reads the figures of a chunk of one platform's posts in one call, and records those that have changed, with one event for
 * all. To run it twice records them once. Which posts to measure, and what is known of them, is read lazily: an hour ago is
 * new enough.
 *
 * @returns how many snapshots were written
 * @throws PlatformError where the platform does not answer; the message comes again
 */
export async function syncMetrics(
  { tenantId, platformId, distributionIds }: Omit<SyncMetrics, 'kind'>,
  worker: Omit<Actor, 'correlationId'>,
): Promise<number> {
  const now = Date.now();
  const [account, states] = await Promise.all([
    readAccount(tenantId, platformId),
    readDistributionsLazily(tenantId, distributionIds),
  ]);
  const posts = states.filter((state) => isMeasured(state, now));
  if (account === undefined || posts.length === 0) return 0;
  const adapter = adapterFor(account.kind);
  const access = accessTo(account);

  let figures: Map<string, PlatformMetrics>;
  try {
    const externalIds = posts.map(({ externalId }) => externalId!);
    figures = await withAccess(access, LIMITS, (context) => adapter.getMetrics(context, externalIds));
  } catch (error) {
    await countError(tenantId, platformId, now);
    const failed = toPlatformError(error, 'before');
    await markReconnectNeeded(access.account, failed, { ...worker, correlationId: platformId }, postsAtRisk);
    // Only what passes by itself is worth another try before the next hour's plan.
    if (failureRules[failed.failure.class].action === 'back_off') throw error;
    logger.warn('The platform gives no figures now', { platformId, class: failed.failure.class });
    return 0;
  }
  await markConnected(access.account, { ...worker, correlationId: platformId });
  const latest = await readLatestFigures(posts);
  const changed = posts.flatMap((post, index) => {
    const known = figures.get(post.externalId!);
    if (known === undefined) return [];
    const invalid = platformMetricsSchema.safeParse(known).error;
    if (invalid) {
      logger.error('The adapter gave figures that cannot be', { id: post.id, issues: invalid.issues });
      return [];
    }
    if (!differs(known, latest[index]?.summary)) return [];
    return [{ post, before: latest[index], after: summaryOf(post, known, now) }];
  });
  await record(changed, { ...worker, correlationId: platformId });
  await noteHealth(tenantId, platformId, 'lastMetricsSyncAt', new Date(now).toISOString());
  return changed.length;
}

function isMeasured(state: Distribution, now: number): boolean {
  if (state.externalId === undefined || state.publishedAt === undefined) return false;
  return now - Date.parse(state.publishedAt) <= METRICS_WINDOW_MS;
}

function differs(known: PlatformMetrics, summary: MetricSummary | undefined): boolean {
  if (summary === undefined) return true;
  const before = platformMetricsSchema.strip().parse(summary);
  const text = (figures: PlatformMetrics) => JSON.stringify(platformMetricsSchema.parse(figures));
  return text(before) !== text(known);
}

function summaryOf(post: Distribution, known: PlatformMetrics, now: number): MetricSummary {
  return {
    ...known,
    recordedAt: new Date(now).toISOString(),
    hoursSincePublish: Math.max(0, Math.floor((now - Date.parse(post.publishedAt!)) / HOUR_MS)),
    engagementRate: ratePercent(known.engagements, known.impressions),
    clickThroughRate: ratePercent(known.clicks, known.impressions),
  };
}

interface NewFigures {
  post: Distribution;
  before: LatestFigures | undefined;
  after: MetricSummary;
}

/**
 * The event stands in the transaction of the first figures, before all others: what a worker that dies leaves is recorded by
 * the next run, under an event of its own. So no figures are without an event.
 */
async function record(changed: NewFigures[], actor: Actor): Promise<void> {
  const [first, ...others] = changed;
  if (first === undefined) return;
  const { tenantId, platformId } = first.post;
  const event = recordEvent(actor, metricEvents.METRICS_SYNCED, {
    tenantId,
    entityId: platformId,
    data: { recordedAt: first.after.recordedAt, distributionIds: changed.map(({ post }) => post.id) },
  });
  const write = async ({ post, before, after }: NewFigures, more: LabelledAction[] = []) =>
    tryTransact([await recordSnapshot(post, before, after), ...more]);
  if ((await write(first, [event])) !== undefined) {
    logger.info('Another worker has just recorded these figures', { id: first.post.id });
    return record(others, actor);
  }
  await pMap(others, (one) => write(one), { concurrency: WRITES_AT_ONCE });
}
