import { attemptSchema } from '../domain/distribution.ts';
import { type DistributionView, metricSummarySchema, viewDistribution } from '../domain/distribution-view.ts';
import { keys } from '../store/keys.ts';
import { getItems } from '../store/read.ts';
import { contentOf } from '../store/text-items.ts';
import { findDistribution } from './find-distribution.ts';

/** So many attempts are shown; the event log has all of them. */
const SHOWN_ATTEMPTS = 20;

/** A distribution whole, in two round trips. */
export async function getDistribution(tenantId: string, id: string): Promise<DistributionView> {
  const state = await findDistribution(tenantId, id);
  const first = Math.max(1, state.attempts - SHOWN_ATTEMPTS + 1);
  const numbers = Array.from({ length: state.attempts - first + 1 }, (_, index) => first + index);
  const [text, summary, ...attempts] = await getItems([
    keys.text(tenantId, id, state.textVersion),
    keys.summary(tenantId, id),
    ...numbers.map((number) => keys.attempt(tenantId, id, number)),
  ]);
  if (text === undefined) throw new Error(`The text of distribution ${id} is missing.`);
  return viewDistribution(
    state,
    await contentOf(text),
    attempts.filter((attempt) => attempt !== undefined).map((attempt) => attemptSchema.parse(attempt)),
    summary === undefined ? null : metricSummarySchema.strip().parse(summary),
  );
}
