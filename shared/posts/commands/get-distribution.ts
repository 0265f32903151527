import type { Item } from '../../kernel/table/client.ts';
import { getItems } from '../../kernel/table/read.ts';
import type { Prepared } from '../../platforms/contract/adapter.ts';
import type { PreparationNote } from '../../platforms/contract/preparation-note.ts';
import { adapterFor } from '../../platforms/registry.ts';
import { attemptSchema, type Distribution } from '../model/distribution.ts';
import { type DistributionView, metricSummarySchema, viewDistribution } from '../model/distribution-view.ts';
import { findDistribution } from '../model/find-distribution.ts';
import { postKeys } from '../model/keys.ts';
import { contentOf } from '../model/text-items.ts';

/** So many attempts are shown; the event log has all of them. */
const SHOWN_ATTEMPTS = 20;

/** A distribution whole, in two round trips. */
export async function getDistribution(tenantId: string, id: string): Promise<DistributionView> {
  const state = await findDistribution(tenantId, id);
  const first = Math.max(1, state.attempts - SHOWN_ATTEMPTS + 1);
  const numbers = Array.from({ length: state.attempts - first + 1 }, (_, index) => first + index);
  const [text, summary, preparedItem, ...attempts] = await getItems([
    postKeys.text(tenantId, id, state.textVersion),
    postKeys.summary(tenantId, id),
    postKeys.prepared(tenantId, id, state.textVersion),
    ...numbers.map((number) => postKeys.attempt(tenantId, id, number)),
  ]);
  if (text === undefined) throw new Error(`The text of distribution ${id} is missing.`);
  return viewDistribution(
    state,
    await contentOf(text),
    attempts.filter((attempt) => attempt !== undefined).map((attempt) => attemptSchema.parse(attempt)),
    summary === undefined ? null : metricSummarySchema.strip().parse(summary),
    notesOf(state, preparedItem),
  );
}

/** What was left out is known once everything is prepared. */
function notesOf({ platformKind }: Distribution, item: Item | undefined): PreparationNote[] {
  if (item?.complete !== true) return [];
  const adapter = adapterFor(platformKind);
  return adapter.notesOf?.(item.prepared as Prepared) ?? [];
}
