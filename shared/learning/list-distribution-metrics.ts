import { decodeCursor, encodeCursor, type Page, type PageQuery } from '../kernel/requests/page.ts';
import { getItem, queryPartition } from '../kernel/table/read.ts';
import {
  type MetricSummary,
  metricSummarySchema,
  type Snapshot,
  snapshotSchema,
} from '../posts/model/distribution-view.ts';
import { findDistribution } from '../posts/model/find-distribution.ts';
import { distributionPk, postKeys } from '../posts/model/keys.ts';
import { learningPrefixes } from './keys.ts';

/** What the platform said of one post over time, newest first, with the latest summary. */
export async function listDistributionMetrics(
  tenantId: string,
  id: string,
  { limit, cursor }: PageQuery,
): Promise<Page<Snapshot> & { summary: MetricSummary | null }> {
  await findDistribution(tenantId, id);
  const after = decodeCursor(cursor, tenantId)?.sk;
  const [items, summary] = await Promise.all([
    queryPartition({
      pk: distributionPk(tenantId, id),
      prefix: learningPrefixes.snapshot,
      limit: limit + 1,
      after,
      descending: true,
    }),
    getItem(postKeys.summary(tenantId, id)),
  ]);
  const shown = items.slice(0, limit);
  const last = items.length > limit ? shown.at(-1) : undefined;
  return {
    summary: summary === undefined ? null : metricSummarySchema.strip().parse(summary),
    items: shown.map((item) => snapshotSchema.parse(item)),
    nextCursor: encodeCursor(last && { pk: last.pk, sk: last.sk, position: '' }),
  };
}
