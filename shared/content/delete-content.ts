import { recordEvent } from '../kernel/events/event-items.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import { transact } from '../kernel/table/transact.ts';
import { contentEvents } from './events.ts';
import { findContent } from './find-content.ts';
import { removeSourceContent } from './source-content-items.ts';

/**
 * Deletes a content. Distributions that were made from it stay.
 *
 * @throws HeraldError `not_found`, `conflict`
 */
export async function deleteContent({ tenantId, actor }: RequestContext, id: string): Promise<void> {
  const content = await findContent(tenantId, id);
  await withGuardErrors(() =>
    transact([
      removeSourceContent(content),
      recordEvent(actor, contentEvents.CONTENT_DELETED, { tenantId, entityId: id, data: { title: content.title } }),
    ]),
  );
}
