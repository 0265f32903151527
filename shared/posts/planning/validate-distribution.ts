import { findAccount } from '../../accounts/find-account.ts';
import { retryOnSlotConflict } from '../../calendar/slots/claim-slot.ts';
import type { Warning } from '../../calendar/times/parse-requested-time.ts';
import type { TimeReason } from '../../calendar/times/time-reason.ts';
import type { ContentProblem } from '../../kernel/problem.ts';
import { askerOf, type RequestContext } from '../../kernel/requests/request-context.ts';
import type { NewDistribution } from '../model/distribution-input.ts';
import { checkNewPost } from './check-new-post.ts';
import { listProblems } from './refuse-post.ts';
import { wouldPost } from './would-post.ts';

interface DryRun {
  valid: boolean;
  problems: ContentProblem[];
  warnings: Warning[];
  scheduledFor: string | null;
  /** Why this time, where it was not asked for. */
  planned: TimeReason | null;
  /** What the platform would get; null where the content cannot be rendered as it is. */
  wouldPost: Record<string, unknown> | null;
}

/** What `createDistribution` would do with this input, and every problem at once. Stores nothing. */
export async function validateDistribution(request: RequestContext, input: NewDistribution): Promise<DryRun> {
  const account = await findAccount(request.tenantId, input.platformId);
  const { adapter, content, time, warnings, ...checked } = await retryOnSlotConflict(() =>
    checkNewPost({ account, input, asker: askerOf(request), readTextGuard: 'always' }),
  );
  const problems = listProblems(checked.problems);
  return {
    valid: problems.length === 0,
    problems,
    warnings,
    scheduledFor: time.scheduledFor ?? null,
    planned: time.planned,
    wouldPost: wouldPost(adapter, content, problems),
  };
}
