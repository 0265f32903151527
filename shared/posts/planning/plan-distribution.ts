import type { Account } from '../../accounts/account.ts';
import type { Warning } from '../../calendar/times/parse-requested-time.ts';
import type { PlannedPost } from '../../calendar/times/planned-posts.ts';
import type { TimeReason } from '../../calendar/times/time-reason.ts';
import { type Asker, askerOf, type RequestContext } from '../../kernel/requests/request-context.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import type { DistributionContent } from '../../platforms/contract/content.ts';
import { adapterFor } from '../../platforms/registry.ts';
import { approvalWarnings } from '../approval/approval.ts';
import { contentHash, reserveText } from '../model/content-hash-items.ts';
import type { Distribution } from '../model/distribution.ts';
import type { NewDistribution } from '../model/distribution-input.ts';
import { insertDistribution } from '../model/distribution-items.ts';
import { writeText } from '../model/text-items.ts';
import { resolveTime } from '../times/resolve-time.ts';
import { newState } from './new-distribution-state.ts';
import { planProblems } from './plan-problems.ts';
import { assertValid, contentProblems } from './validate-content.ts';

/** A distribution that is not stored yet, with everything that its transaction needs. */
export interface PlannedDistribution {
  state: Distribution;
  content: DistributionContent;
  warnings: Warning[];
  /** Why this time, where the caller left it open. */
  planned: TimeReason | null;
  /** State, text, guard of the same text, the slot that it takes. Not yet its event: a group has one for all. */
  actions: LabelledAction[];
}

/**
 * Checks a new distribution against its platform's rules and the calendar, and makes its state.
 *
 * @throws HeraldError `content_invalid` with every problem; `slot_taken`, `time_conflict`
 */
export async function planDistribution(made: {
  request: RequestContext;
  id: string;
  account: Account;
  input: NewDistribution;
  crossPostGroupId?: string;
  /** One of a series: the window was for the series as a whole. */
  seriesId?: string;
  /** Whose plan it is, where somebody else carries it out. */
  asker?: Asker;
  /** The best time is looked for from here on. */
  notBefore?: string | undefined;
  /** Posts that were planned a moment ago, which the platform's list may not show yet. */
  besides?: PlannedPost[] | undefined;
}): Promise<PlannedDistribution> {
  const { request, id, account, input, crossPostGroupId, seriesId, notBefore, asker = askerOf(request) } = made;
  const { besides } = made;
  const { tenantId } = request;
  const adapter = adapterFor(account.kind);
  const content = contentOfInput(input);
  const problems = contentProblems(adapter, content);
  const hash = input.allowDuplicate ? undefined : contentHash(content);
  const time = await resolveTime({ ...input, account, post: { id, contentHash: hash }, notBefore, besides }, problems);
  const window = seriesId === undefined ? account : undefined;
  problems.push(...planProblems(input, window, time.scheduledFor, Date.now()));
  assertValid(adapter, problems);

  const state = {
    ...newState({ request, asker, id, account, adapter, input, content, time }),
    crossPostGroupId,
    seriesId,
  };
  const actions = [
    insertDistribution(state),
    await writeText(tenantId, id, 1, content),
    ...(state.scheduledFor === undefined ? [] : reserveText(state, state.scheduledFor)),
    ...time.actions,
  ];
  const warnings = [...time.warnings, ...approvalWarnings(account, state)];
  return { state, content, warnings, planned: time.planned, actions };
}

export function contentOfInput(input: DistributionContent): DistributionContent {
  const { title, body, mediaUrls, linkUrl, platformSpecific } = input;
  return { title, body, mediaUrls, linkUrl, platformSpecific };
}
