import type { Warning } from '../calendar/times/parse-requested-time.ts';
import type { TimeReason } from '../calendar/times/time-reason.ts';
import type { ContentProblem } from '../kernel/problem.ts';
import type { PlatformAdapter } from '../platforms/contract/adapter.ts';
import type { DistributionContent } from '../platforms/contract/content.ts';
import { sentText } from '../platforms/contract/link-text.ts';
import { countText } from '../platforms/contract/text-count.ts';
import { adapterFor, type PlatformKind } from '../platforms/registry.ts';
import { contentHash } from '../posts/model/content-hash-items.ts';
import { contentOfInput } from '../posts/planning/plan-distribution.ts';
import { planProblems } from '../posts/planning/plan-problems.ts';
import { repeatedTexts } from '../posts/planning/repeated-text.ts';
import { contentProblems } from '../posts/planning/validate-content.ts';
import { tryTime } from '../posts/times/try-time.ts';
import type { NewCrossPost } from './cross-post-input.ts';
import { type PlannedMember, planCrossPost } from './plan-cross-post.ts';

export interface MemberPreview {
  platformId: string;
  platformKind: string;
  valid: boolean;
  problems: ContentProblem[];
  warnings: Warning[];
  scheduledFor: string | null;
  /** Why this time, where it was not asked for. */
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
export async function previewCrossPost(tenantId: string, input: NewCrossPost): Promise<{ platforms: MemberPreview[] }> {
  const { members, problems } = await planCrossPost(tenantId, input);
  const known = await Promise.all(members.map(previewMember));
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

async function previewMember({ account, input, notes, notBefore }: PlannedMember): Promise<MemberPreview> {
  const adapter: PlatformAdapter = adapterFor(account.kind as PlatformKind);
  const content = contentOfInput(input);
  const problems = contentProblems(adapter, content);
  const time = await tryTime({ ...input, account, notBefore, content }, problems);
  const { scheduledFor } = time;
  problems.push(...planProblems(input, account, scheduledFor, Date.now()));
  const hash = input.allowDuplicate ? undefined : contentHash(content);
  const post = { id: '', tenantId: account.tenantId, platformId: account.id, contentHash: hash, scheduledFor };
  problems.push(...(await repeatedTexts([post])).flat());
  const { max, unit, urlWeight } = adapter.rules.text;
  const following = adapter.parts?.(content).slice(1) ?? [];
  return {
    platformId: account.id,
    platformKind: account.kind,
    valid: problems.length === 0,
    problems,
    warnings: [...notes, ...time.warnings],
    scheduledFor: scheduledFor ?? null,
    planned: time.planned,
    // The text as it is sent: a platform without a field for the link has it in there.
    length: {
      used: countText(sentText(content, adapter.rules), unit, urlWeight),
      max: max ?? null,
      unit,
      following: following.map(({ body }) => countText(body, unit, urlWeight)),
    },
    content,
    wouldPost: problems.some(({ field }) => field.startsWith('/platformSpecific')) ? null : adapter.preview(content),
  };
}
