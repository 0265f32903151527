import { freeSlot } from '../../calendar/slots/claim-slot.ts';
import { recordIdempotency } from '../../kernel/requests/idempotency-items.ts';
import type { RequestContext } from '../../kernel/requests/request-context.ts';
import { withGuardErrors } from '../../kernel/table/guard-errors.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { transact } from '../../kernel/table/transact.ts';
import { releaseText } from '../model/content-hash-items.ts';
import type { Distribution } from '../model/distribution.ts';
import { moveDistribution } from '../model/distribution-items.ts';
import type { ChangeData } from '../model/events.ts';
import { type StoredText, writeText } from '../model/text-items.ts';
import { giveBackQuota } from '../quota/quota-items.ts';
import { hasten } from '../wake-ups/hasten.ts';

interface Change {
  request: Pick<RequestContext, 'tenantId' | 'idempotency'>;
  before: Distribution;
  after: Distribution;
  /** The text after the change. */
  content: StoredText;
  /** The event of the change; what every change says is given. */
  event: (change: ChangeData) => LabelledAction;
  /** Status of the HTTP answer, kept for a repeated request. */
  status?: number;
  /** Further writes of the same transaction. */
  extraWrites?: LabelledAction[];
}

/**
 * One change that a user asked for, in one transaction with its event. Frees the text for others where it ends the plan,
 * the post's place in the account's quota, and the slot that it leaves.
 *
 * @returns the state that was written
 * @throws GuardFailed `slot` where others are quicker with a slot: `retryOnSlotConflict` plans again
 */
export async function changeDistribution(change: Change): Promise<Distribution> {
  const { request, before, status = 200, extraWrites = [] } = change;
  const { tenantId, idempotency } = request;
  const { after, actions } = await changeActions(change);
  await withGuardErrors(() =>
    transact([
      ...actions,
      ...extraWrites,
      ...recordIdempotency(tenantId, idempotency, { status, resourceId: after.id }),
    ]),
  );
  await Promise.all([hasten(after), leavesItsText(before, after) ? releaseText(before) : undefined]);
  return after;
}

/** The writes of one change, for a transaction that holds more than that. */
export async function changeActions({
  before,
  after: wanted,
  content,
  event,
}: Omit<Change, 'request' | 'status' | 'extraWrites'>): Promise<{ after: Distribution; actions: LabelledAction[] }> {
  const after = withoutPrepared(before, wanted);
  const isNewText = after.textVersion !== before.textVersion;
  const actions = [
    ...moveDistribution(before, after),
    ...(isNewText ? [await writeText(after.tenantId, after.id, after.textVersion, content)] : []),
    ...giveBackQuota(before, before.ledgerAt),
    ...(before.slotKey === after.slotKey ? [] : await freeSlot(before)),
    event({ from: before.status, to: after.status, version: after.version }),
  ];
  return { after, actions };
}

/**
 * What was prepared belongs to one version of the text. Where it is not to be used as it is (no plan any more, another
 * time or another text), the text gets a new version, and the stream has the old one's drafts and uploads taken away.
 */
export function withoutPrepared(before: Distribution, after: Distribution): Distribution {
  if (before.preparedText === undefined) return after;
  // Another worker is preparing it now; the next worker must not create the same draft again.
  const isBusy = before.leaseUntil !== undefined && Date.parse(before.leaseUntil) > Date.now();
  const isSamePlan = after.dueAt !== undefined && after.scheduledFor === before.scheduledFor;
  const isKept = !isBusy && isSamePlan && after.textVersion === before.textVersion;
  if (isKept) return after;
  const textVersion = Math.max(after.textVersion, before.preparedText + 1);
  return { ...after, textVersion, preparedText: undefined };
}

/** Whether the guard of the text that the post had is not its own any more; there is one for each day. */
export function leavesItsText(before: Distribution, after: Distribution): boolean {
  const moved = before.contentHash !== after.contentHash || day(before) !== day(after);
  return moved || after.status === 'cancelled' || after.status === 'draft';
}

const day = ({ textHeldAt, scheduledFor }: Distribution) => (textHeldAt ?? scheduledFor)?.slice(0, 10);
