import { findAccount } from '../../accounts/find-account.ts';
import { retryOnSlotConflict } from '../../calendar/slots/claim-slot.ts';
import type { Warning } from '../../calendar/times/parse-requested-time.ts';
import type { PlannedPost } from '../../calendar/times/planned-posts.ts';
import type { TimeReason } from '../../calendar/times/time-reason.ts';
import { derivedId, newId } from '../../kernel/ids.ts';
import { recordIdempotency } from '../../kernel/requests/idempotency-items.ts';
import type { RequestContext } from '../../kernel/requests/request-context.ts';
import { withGuardErrors } from '../../kernel/table/guard-errors.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { transact } from '../../kernel/table/transact.ts';
import type { PreparationNote } from '../../platforms/contract/preparation-note.ts';
import type { NewDistribution } from '../model/distribution-input.ts';
import { type DistributionView, viewDistribution } from '../model/distribution-view.ts';
import { hasten } from '../wake-ups/hasten.ts';
import { planDistribution } from './plan-distribution.ts';
import { type CreationDetail, recordCreation } from './record-creation.ts';

/** For creators other than a request: imports and feeds. */
interface CreationOptions {
  /** Made from what the post comes from, so that a second run meets what the first left (`idempotency_key_reused`). */
  id?: string;
  /** Further writes of the same transaction. */
  extraWrites?: LabelledAction[];
  /** "next_slot" and "optimal" look from this instant on. */
  notBefore?: string;
  /** Posts of the account that were planned a moment ago, which its list may not show yet. */
  unlistedPosts?: PlannedPost[];
  /** Default: yes. */
  looksAtMedia?: boolean;
  /** What was changed or left out when its text was made. */
  notes?: PreparationNote[];
  /** Further data of its creation event. */
  eventData?: CreationDetail;
}

/**
 * Stores a distribution, as a draft or scheduled, in one transaction: state, text, guard of the same text, its slot,
 * idempotency record, event. The stream makes its wake-up. The account is read before and is not in the transaction: all
 * posts of an account would meet in its item. Where it is deleted meanwhile, `failOrphans` follows.
 *
 * @throws HeraldError `not_found` (platform), `invalid_request`, `content_invalid`, `time_invalid`, `slot_taken`,
 *   `time_conflict`, `duplicate_content`, with the problems that `validateDistribution` lists
 */
export async function createDistribution(
  request: RequestContext,
  input: NewDistribution,
  options: CreationOptions = {},
): Promise<DistributionView & { warnings: Warning[]; planned: TimeReason | null }> {
  const { tenantId, idempotency } = request;
  const account = await findAccount(tenantId, input.platformId);
  const id = options.id ?? (idempotency === undefined ? newId() : derivedId(tenantId, idempotency.id));
  return retryOnSlotConflict(async () => {
    const { notBefore, unlistedPosts, looksAtMedia, notes, eventData, extraWrites = [] } = options;
    const planning = planDistribution({ request, id, account, input, notBefore, unlistedPosts, looksAtMedia, notes });
    const { state, content, warnings, planned, actions } = await planning;
    await withGuardErrors(() =>
      transact([
        ...actions,
        recordCreation(request.actor, state, eventData),
        ...recordIdempotency(tenantId, idempotency, { status: 201, resourceId: id }),
        ...extraWrites,
      ]),
    );
    // Rows and entries come by the hundred: they leave the queue to the stream.
    if (options.id === undefined) await hasten(state);
    return { ...viewDistribution(state, content), warnings, planned };
  });
}
