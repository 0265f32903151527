import type { DistributionContent } from '../domain/content.ts';
import type { Distribution } from '../domain/distribution.ts';
import type { EventType } from '../domain/event.ts';
import { releaseContentHash } from '../store/content-hash-items.ts';
import { moveDistribution } from '../store/distribution-items.ts';
import { recordEvent } from '../store/event-items.ts';
import { recordIdempotency } from '../store/idempotency-items.ts';
import { keys } from '../store/keys.ts';
import { giveBackPlace } from '../store/ledger-items.ts';
import { writeText } from '../store/text-items.ts';
import { check, exists, type LabelledAction, transact } from '../store/transact.ts';
import { explainGuards } from './explain-guards.ts';
import { freeSlot } from './hold-slot.ts';
import type { RequestContext } from './request-context.ts';

interface Change {
  request: RequestContext;
  before: Distribution;
  after: Distribution;
  /** The text as it stands after the change. */
  content: DistributionContent;
  event: { type: EventType; data?: Record<string, unknown> };
  /** Status of the HTTP answer, kept for a repeated request. */
  status?: number;
  further?: LabelledAction[];
}

/**
 * One change that a user asked for, in one transaction with its event. Frees the text for others where it ends the plan,
 * the post's place in the account's ledger, and the slot that it leaves.
 *
 * @returns the state that was written
 * @throws GuardFailed `slot` where others are quicker with a slot: `whileSlotsMove` plans anew
 */
export async function changeDistribution(change: Change): Promise<Distribution> {
  const { request, before, content, event, status = 200, further = [] } = change;
  const { tenantId, actor, idempotency } = request;
  const after = withoutPrepared(before, change.after);
  const isNewText = after.textVersion !== before.textVersion;
  const text = isNewText ? [await writeText(tenantId, after.id, after.textVersion, content)] : [];
  const leftSlot = before.slotKey === after.slotKey ? [] : await freeSlot(before);
  await explainGuards(() =>
    transact([
      ...moveDistribution(before, after),
      ...text,
      ...giveBackPlace(before, before.ledgerAt),
      ...leftSlot,
      ...further,
      ...recordIdempotency(tenantId, idempotency, { status, resourceId: after.id }),
      recordEvent(actor, {
        type: event.type,
        tenantId,
        entityType: 'distribution',
        entityId: after.id,
        data: { from: before.status, to: after.status, version: after.version, ...event.data },
      }),
    ]),
  );
  const moved = before.contentHash !== after.contentHash || day(before) !== day(after);
  if (moved || after.status === 'cancelled' || after.status === 'draft') await releaseContentHash(before);
  return after;
}

/**
 * What was prepared belongs to one version of the text. Where it is not to be used as it is (no plan any more, another
 * time or another text), the text gets a new version, and the stream has the old one's drafts and uploads taken away.
 */
export function withoutPrepared(before: Distribution, after: Distribution): Distribution {
  const places = { ledgerAt: undefined, waitingSince: undefined };
  if (before.preparedText === undefined) return { ...after, ...places };
  // Somebody prepares it at this moment: whoever carries on must not make the same beside them.
  const isBusy = before.leaseUntil !== undefined && Date.parse(before.leaseUntil) > Date.now();
  const isSamePlan = after.dueAt !== undefined && after.scheduledFor === before.scheduledFor;
  const isKept = !isBusy && isSamePlan && after.textVersion === before.textVersion;
  if (isKept) return { ...after, ...places };
  const textVersion = Math.max(after.textVersion, before.preparedText + 1);
  return { ...after, ...places, textVersion, preparedText: undefined };
}

/** What goes on the schedule needs its platform: one that is deleted at the same moment would leave it there for ever. */
export function mustStand({ tenantId, platformId }: Distribution): LabelledAction {
  return check('platform', keys.platform(tenantId, platformId), exists);
}

const day = ({ textHeldAt, scheduledFor }: Distribution) => (textHeldAt ?? scheduledFor)?.slice(0, 10);
