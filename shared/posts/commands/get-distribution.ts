import { adapterFor } from '../../platforms/registry.ts';
import type { Distribution } from '../model/distribution.ts';
import { type DistributionView, metricSummarySchema, viewDistribution } from '../model/distribution-view.ts';
import { findDistribution } from '../model/find-distribution.ts';
import type { SavedPrepared } from '../model/prepared-items.ts';
import { readDetailItems } from '../model/publication-items.ts';
import { contentOf } from '../model/text-items.ts';

/** So many attempts are shown; the event log has all of them. */
const SHOWN_ATTEMPTS = 20;

/** A distribution whole, in two round trips. */
export async function getDistribution(tenantId: string, id: string): Promise<DistributionView> {
  const state = await findDistribution(tenantId, id);
  const { text, summary, saved, attempts } = await readDetailItems(state, SHOWN_ATTEMPTS);
  if (text === undefined) throw new Error(`The text of distribution ${id} is missing.`);
  return viewDistribution(
    state,
    await contentOf(text),
    attempts,
    summary === undefined ? null : metricSummarySchema.strip().parse(summary),
    preparedOf(state, saved),
  );
}

/** What was left out is known once everything is prepared. */
function preparedOf({ platformKind }: Distribution, saved: SavedPrepared | undefined) {
  if (saved?.preparedAt === undefined) return {};
  const preparedNotes = adapterFor(platformKind).notesOf?.(saved.prepared) ?? [];
  return { preparedAt: saved.preparedAt, preparedNotes };
}
