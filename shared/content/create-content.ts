import { recordEvent } from '../kernel/events/event-items.ts';
import { derivedId, newId } from '../kernel/ids.ts';
import { recordIdempotency } from '../kernel/requests/idempotency-items.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import { transact } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { contentEvents } from './events.ts';
import { type NewSourceContent, type SourceContent, type SourceContentView, viewContent } from './source-content.ts';
import { insertSourceContent } from './source-content-items.ts';

/** Stores a piece of content that distributions can be made from later. */
export async function createContent(
  { tenantId, actor, idempotency }: RequestContext,
  input: NewSourceContent,
): Promise<SourceContentView> {
  const id = idempotency === undefined ? newId() : derivedId(tenantId, idempotency.id);
  const now = isoNow();
  const content: SourceContent = {
    type: 'manual',
    ...input,
    id,
    tenantId,
    revision: 1,
    createdAt: now,
    updatedAt: now,
  };
  await withGuardErrors(async () =>
    transact([
      await insertSourceContent(content),
      ...recordIdempotency(tenantId, idempotency, { status: 201, resourceId: id }),
      recordEvent(actor, contentEvents.CONTENT_CREATED, {
        tenantId,
        entityId: id,
        data: { contentType: content.type },
      }),
    ]),
  );
  return viewContent(content);
}
