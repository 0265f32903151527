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
import { readDistributions } from '../posts/model/distribution-items.ts';
import type { MetricSummary } from '../posts/model/distribution-view.ts';
import { failureRules } from '../posts/outcome/failure-rules.ts';
import { postsAtRisk } from '../posts/outcome/posts-at-risk.ts';
import { metricEvents } from './events.ts';
import type { SyncMetrics } from './metrics-messages.ts';
import { readSummaries, recordSnapshot } from './snapshot-items.ts';

export const METRICS_WINDOW_MS = 7 * DAY_MS;
/** Within the function's 60 seconds. */
const LIMITS: CallLimits = { callMs: 30_000, totalMs: 50_000, unanswered: 'RETRY_LATER' };
/** Three writes a post, and at most 100 in a transaction. */
const POSTS_PER_TRANSACTION = 33;

/**
 * Reads the figures of a chunk of one platform's posts in one call, and writes a snapshot, the summary and an event for
 * each post whose figures have changed. To run it twice records them once.
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
    readDistributions(tenantId, distributionIds),
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
  const summaries = await readSummaries(posts);
  const changed = posts.flatMap((post, index) => {
    const known = figures.get(post.externalId!);
    if (known === undefined) return [];
    const invalid = platformMetricsSchema.safeParse(known).error;
    if (invalid) {
      logger.error('The adapter gave figures that cannot be', { id: post.id, issues: invalid.issues });
      return [];
    }
    if (!differs(known, summaries[index])) return [];
    return [{ post, actions: snapshotActions(post, known, summaries[index], now, worker) }];
  });
  for (let start = 0; start < changed.length; start += POSTS_PER_TRANSACTION) {
    await write(changed.slice(start, start + POSTS_PER_TRANSACTION).map(({ actions }) => actions));
  }
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

function snapshotActions(
  post: Distribution,
  known: PlatformMetrics,
  summary: MetricSummary | undefined,
  now: number,
  worker: Omit<Actor, 'correlationId'>,
): LabelledAction[] {
  const latest: MetricSummary = {
    ...known,
    recordedAt: new Date(now).toISOString(),
    hoursSincePublish: Math.max(0, Math.floor((now - Date.parse(post.publishedAt!)) / HOUR_MS)),
    engagementRate: ratePercent(known.engagements, known.impressions),
    clickThroughRate: ratePercent(known.clicks, known.impressions),
  };
  return [
    ...recordSnapshot(post, summary, latest),
    recordEvent({ ...worker, correlationId: post.correlationId }, metricEvents.METRIC_SNAPSHOT_RECORDED, {
      tenantId: post.tenantId,
      entityId: post.id,
      data: { ...latest, platformId: post.platformId },
    }),
  ];
}

/** All posts of a chunk in one transaction; where another worker has just written one of them, each in its own. */
async function write(posts: LabelledAction[][]): Promise<void> {
  if ((await tryTransact(posts.flat())) === undefined) return;
  if (posts.length === 1) return logger.info('Another worker has just recorded these figures');
  for (const actions of posts) await write([actions]);
}
