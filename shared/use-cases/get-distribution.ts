import { attemptSchema, type Distribution } from '../domain/distribution.ts';
import { type DistributionView, metricSummarySchema, viewDistribution } from '../domain/distribution-view.ts';
import type { PreparationNote } from '../domain/preparation-note.ts';
import type { Handles, PlatformAdapter } from '../platforms/adapter.ts';
import { adapterFor, type PlatformKind } from '../platforms/registry.ts';
import { keys } from '../store/keys.ts';
import { getItems } from '../store/read.ts';
import type { Item } from '../store/table.ts';
import { contentOf } from '../store/text-items.ts';
import { findDistribution } from './find-distribution.ts';

/** So many attempts are shown; the event log has all of them. */
const SHOWN_ATTEMPTS = 20;

/** A distribution whole, in two round trips. */
export async function getDistribution(tenantId: string, id: string): Promise<DistributionView> {
  const state = await findDistribution(tenantId, id);
  const first = Math.max(1, state.attempts - SHOWN_ATTEMPTS + 1);
  const numbers = Array.from({ length: state.attempts - first + 1 }, (_, index) => first + index);
  const [text, summary, prepared, ...attempts] = await getItems([
    keys.text(tenantId, id, state.textVersion),
    keys.summary(tenantId, id),
    keys.handles(tenantId, id, state.textVersion),
    ...numbers.map((number) => keys.attempt(tenantId, id, number)),
  ]);
  if (text === undefined) throw new Error(`The text of distribution ${id} is missing.`);
  return viewDistribution(
    state,
    await contentOf(text),
    attempts.filter((attempt) => attempt !== undefined).map((attempt) => attemptSchema.parse(attempt)),
    summary === undefined ? null : metricSummarySchema.strip().parse(summary),
    notesOf(state, prepared),
  );
}

/** What was left out is known once everything is prepared. */
function notesOf({ platformKind }: Distribution, prepared: Item | undefined): PreparationNote[] {
  if (prepared?.complete !== true) return [];
  const adapter: PlatformAdapter = adapterFor(platformKind as PlatformKind);
  return adapter.notesOf?.(prepared.handles as Handles) ?? [];
}
