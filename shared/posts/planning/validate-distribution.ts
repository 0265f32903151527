import { findAccount } from '../../accounts/find-account.ts';
import { windowProblems } from '../../accounts/lead-window.ts';
import type { Warning } from '../../calendar/times/parse-requested-time.ts';
import type { TimeReason } from '../../calendar/times/time-reason.ts';
import type { ContentProblem } from '../../kernel/problem.ts';
import { adapterFor } from '../../platforms/registry.ts';
import type { DistributionDryRun } from '../model/distribution-input.ts';
import { tryTime } from '../times/try-time.ts';
import { contentOfInput } from './plan-distribution.ts';
import { contentProblems } from './validate-content.ts';

export interface DryRun {
  valid: boolean;
  problems: ContentProblem[];
  warnings: Warning[];
  scheduledFor: string | null;
  /** Why this time, where it was not asked for. */
  planned: TimeReason | null;
  /** What the platform would get; null where the content cannot be rendered as it is. */
  wouldPost: Record<string, unknown> | null;
}

/** What would be posted, and every problem at once. Stores nothing. */
export async function validateDistribution(tenantId: string, input: DistributionDryRun): Promise<DryRun> {
  const account = await findAccount(tenantId, input.platformId);
  const adapter = adapterFor(account.kind);
  const content = contentOfInput(input);
  const problems = contentProblems(adapter, content);
  const time = await tryTime({ ...input, account, content }, problems);
  problems.push(...windowProblems(account, time.scheduledFor, Date.now()));
  return {
    valid: problems.length === 0,
    problems,
    warnings: time.warnings,
    scheduledFor: time.scheduledFor ?? null,
    planned: time.planned,
    wouldPost: problems.some(({ field }) => field.startsWith('/platformSpecific')) ? null : adapter.preview(content),
  };
}
