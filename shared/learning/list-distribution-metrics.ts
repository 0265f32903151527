import { mapPage, type Page, type PageQuery, partitionPage } from '../kernel/requests/page.ts';
import { getItem } from '../kernel/table/read.ts';
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
  query: PageQuery,
): Promise<Page<Snapshot> & { summary: MetricSummary | null }> {
  await findDistribution(tenantId, id);
  const [page, summary] = await Promise.all([
    partitionPage({ pk: distributionPk(tenantId, id), prefix: learningPrefixes.snapshot, descending: true }, query),
    getItem(postKeys.summary(tenantId, id)),
  ]);
  return {
    ...mapPage(page, (item) => snapshotSchema.parse(item)),
    summary: summary === undefined ? null : metricSummarySchema.strip().parse(summary),
  };
}
