import type { InvocationOutcome } from '../lambda/protocol.ts';

/**
 * Which items of a batch a function failed at, by Lambda's rules: an error, or an answer that names something unknown,
 * fails all of them; without `ReportBatchItemFailures` every other answer is success.
 */
export function failedItems(outcome: InvocationOutcome, ids: string[], reportsItemFailures: boolean): Set<string> {
  if ('error' in outcome) return new Set(ids);
  if (!reportsItemFailures) return new Set();

  const answer: unknown = JSON.parse(outcome.payload);
  const failures = (answer as { batchItemFailures?: unknown } | null)?.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return new Set(ids);
  const named = failures.map((failure) => (failure as { itemIdentifier?: unknown } | null)?.itemIdentifier);
  const areKnown = named.every((id) => typeof id === 'string' && ids.includes(id));
  return new Set(areKnown ? (named as string[]) : ids);
}
