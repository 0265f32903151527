import { retryOnSlotConflict } from '../calendar/slots/claim-slot.ts';
import type { Warning } from '../calendar/times/parse-requested-time.ts';
import type { TimeReason } from '../calendar/times/time-reason.ts';
import type { ContentProblem } from '../kernel/problem.ts';
import { type Asker, askerOf, type RequestContext } from '../kernel/requests/request-context.ts';
import type { DistributionContent } from '../platforms/contract/content.ts';
import { asSent, sentText } from '../platforms/contract/link-text.ts';
import { lengthOf } from '../platforms/contract/text-count.ts';
import { checkNewPost } from '../posts/planning/check-new-post.ts';
import { listProblems } from '../posts/planning/refuse-post.ts';
import { wouldPost } from '../posts/planning/would-post.ts';
import type { NewCrossPost } from './model/cross-post-input.ts';
import { type PlannedMember, planCrossPost } from './plan-cross-post.ts';

interface MemberPreview {
  platformId: string;
  platformKind: string;
  valid: boolean;
  problems: ContentProblem[];
  warnings: Warning[];
  scheduledFor: string | null;
  /** Why this time; null where the request names the time. */
  planned: TimeReason | null;
  /** As the platform counts; `max` is null where it sets none. */
  length: {
    used: number;
    max: number | null;
    unit: string;
    /** Of each post that follows: of a thread, or the first comment. */
    following: number[];
  } | null;
  content: DistributionContent | null;
  /** What the platform would get; null where the content cannot be rendered as it is. */
  wouldPost: Record<string, unknown> | null;
}

/** Exactly what each platform would get, counted as it counts, with every problem. Stores nothing. */
export async function previewCrossPost(
  request: RequestContext,
  input: NewCrossPost,
): Promise<{ platforms: MemberPreview[] }> {
  const { members, problems } = await planCrossPost(request.tenantId, input);
  const asker = askerOf(request);
  const known = await Promise.all(members.map((member) => previewMember(asker, member)));
  const unknown = problems.map(
    (one): MemberPreview => ({
      platformId: one.platformId,
      platformKind: '',
      valid: false,
      problems: one.problems as ContentProblem[],
      warnings: [],
      scheduledFor: null,
      planned: null,
      length: null,
      content: null,
      wouldPost: null,
    }),
  );
  return { platforms: [...known, ...unknown] };
}

async function previewMember(
  asker: Asker,
  { account, input, notes, notBefore }: PlannedMember,
): Promise<MemberPreview> {
  const { adapter, content, time, warnings, ...checked } = await retryOnSlotConflict(() =>
    checkNewPost({ account, input, asker, notBefore, readTextGuard: 'always', isContentKnown: true }),
  );
  const problems = listProblems(checked.problems);
  const rule = adapter.rules.text;
  const following = adapter.parts?.(content).slice(1) ?? [];
  return {
    platformId: account.id,
    platformKind: account.kind,
    valid: problems.length === 0,
    problems,
    warnings: [...notes, ...warnings],
    scheduledFor: time.scheduledFor ?? null,
    planned: time.planned,
    // The text as it is sent: a platform without a field for the link has it in there.
    length: {
      used: lengthOf(sentText(content, adapter.rules), rule),
      max: rule.max ?? null,
      unit: rule.unit,
      following: following.map(({ body }) => lengthOf(asSent(body, rule), rule)),
    },
    content,
    wouldPost: wouldPost(adapter, content, problems),
  };
}
