import type { Account } from '../../accounts/account.ts';
import type { Warning } from '../../calendar/times/parse-requested-time.ts';
import type { PlannedPost } from '../../calendar/times/planned-posts.ts';
import type { TimeReason } from '../../calendar/times/time-reason.ts';
import { type Asker, askerOf, type RequestContext } from '../../kernel/requests/request-context.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import type { PreparationNote } from '../../platforms/contract/preparation-note.ts';
import { reserveText } from '../model/content-hash-items.ts';
import type { Distribution } from '../model/distribution.ts';
import type { NewDistribution } from '../model/distribution-input.ts';
import { insertDistribution } from '../model/distribution-items.ts';
import { type StoredText, writeText } from '../model/text-items.ts';
import { checkNewPost } from './check-new-post.ts';
import { newState } from './new-distribution-state.ts';
import { assertNoProblems } from './refuse-post.ts';
import { requirePublishIfNear } from './require-publish.ts';

/** A distribution that is not stored yet, with everything that its transaction needs. */
export interface PlannedDistribution {
  state: Distribution;
  content: StoredText;
  warnings: Warning[];
  /** Why this time, where the caller left it open. */
  planned: TimeReason | null;
  /** State, text, guard of the same text, the slot that it takes. Not yet its event: a group has one for all. */
  actions: LabelledAction[];
}

/** A post that is to be stored. */
interface PostToPlan {
  request: RequestContext;
  id: string;
  account: Account;
  input: NewDistribution;
  crossPostGroupId?: string;
  seriesId?: string;
  /** Default: the requester. A series plans its posts in the name of the user who created it. */
  asker?: Asker;
  /** "next_slot" and "optimal" look from this instant on. */
  notBefore?: string | undefined;
  /** Posts of the account that were planned a moment ago, which its list may not show yet. */
  unlistedPosts?: PlannedPost[] | undefined;
  looksAtMedia?: boolean | undefined;
  /** What was changed or left out when its text was made. */
  notes?: PreparationNote[] | undefined;
}

/**
 * Checks a new distribution with `checkNewPost`, and makes its state and the writes of its transaction.
 *
 * @throws HeraldError with every problem: `invalid_request`, `content_invalid`, `time_invalid`, `slot_taken`,
 *   `time_conflict`; `duplicate_content` comes from the guard in the transaction
 */
export async function planDistribution({
  request,
  id,
  account,
  input,
  crossPostGroupId,
  seriesId,
  asker = askerOf(request),
  notBefore,
  unlistedPosts,
  looksAtMedia,
  notes = [],
}: PostToPlan): Promise<PlannedDistribution> {
  const checked = await checkNewPost({
    account,
    input,
    asker,
    id,
    seriesId,
    notBefore,
    unlistedPosts,
    looksAtMedia,
    readTextGuard: 'when_refused',
    isContentKnown: crossPostGroupId !== undefined,
  });
  const { adapter, time, warnings } = checked;
  const content: StoredText = { ...checked.content, ...(notes.length > 0 && { notes }) };
  assertNoProblems(adapter.rules, checked.problems);
  if (checked.status === 'scheduled') requirePublishIfNear(request, time.scheduledFor);

  const state = { ...newState({ request, asker, id, account, input, checked }), crossPostGroupId, seriesId };
  const actions = [
    insertDistribution(state),
    await writeText(request.tenantId, id, 1, content),
    ...(state.scheduledFor === undefined ? [] : reserveText(state, state.scheduledFor)),
    ...time.actions,
  ];
  return { state, content, warnings, planned: time.planned, actions };
}
