import type { Distribution } from '../domain/distribution.ts';
import type { EventType } from '../domain/event.ts';
import { releaseContentHash } from '../store/content-hash-items.ts';
import { replaceDistribution } from '../store/distribution-items.ts';
import { recordEvent } from '../store/event-items.ts';
import { recordIdempotency } from '../store/idempotency-items.ts';
import { keys } from '../store/keys.ts';
import { check, exists, type LabelledAction, transact } from '../store/transact.ts';
import { explainGuards } from './explain-guards.ts';
import type { RequestContext } from './request-context.ts';

interface Change {
  request: RequestContext;
  before: Distribution;
  after: Distribution;
  event: { type: EventType; data?: Record<string, unknown> };
  /** Status of the HTTP answer, kept for a repeated request. */
  status?: number;
  further?: LabelledAction[];
}

/** One change that a user asked for, in one transaction with its event. Frees the text for others where it ends the plan. */
export async function changeDistribution({ request, before, after, event, status = 200, further = [] }: Change) {
  const { tenantId, actor, idempotency } = request;
  await explainGuards(() =>
    transact([
      replaceDistribution(before, after),
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
}

/** What goes on the schedule needs its platform: one that is deleted at the same moment would leave it there for ever. */
export function mustStand({ tenantId, platformId }: Distribution): LabelledAction {
  return check('platform', keys.platform(tenantId, platformId), exists);
}

const day = ({ scheduledFor }: Distribution) => scheduledFor?.slice(0, 10);
