import type { Page, PageQuery } from '../kernel/requests/page.ts';
import type { MetricSummary, Snapshot } from '../posts/model/distribution-view.ts';
import { findDistribution } from '../posts/model/find-distribution.ts';
import { readSnapshotPage } from './snapshot-items.ts';

/** The figures of one post over time, newest first, with the latest summary. */
export async function listDistributionMetrics(
  tenantId: string,
  id: string,
  query: PageQuery,
): Promise<Page<Snapshot> & { summary: MetricSummary | null }> {
  const page = await readSnapshotPage(await findDistribution(tenantId, id), query);
  return { ...page, summary: page.summary ?? null };
}
