import { recordEvent } from '../kernel/events/event-items.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import { transact } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { contentEvents } from './events.ts';
import { findContent } from './find-content.ts';
import { type SourceContent, type SourceContentPatch, type SourceContentView, viewContent } from './source-content.ts';
import { replaceSourceContent } from './source-content-items.ts';

/**
 * Changes a content. Distributions that were made from it keep their text.
 *
 * @throws HeraldError `not_found`, `conflict`
 */
export async function updateContent(
  { tenantId, actor }: RequestContext,
  id: string,
  patch: SourceContentPatch,
): Promise<SourceContentView> {
  const before = await findContent(tenantId, id);
  const changes = Object.fromEntries(Object.entries(patch).map(([name, value]) => [name, value ?? undefined]));
  const after: SourceContent = { ...before, ...changes, revision: before.revision + 1, updatedAt: isoNow() };
  await withGuardErrors(async () =>
    transact([
      await replaceSourceContent(before, after),
      recordEvent(actor, contentEvents.CONTENT_UPDATED, {
        tenantId,
        entityId: id,
        data: { changed: Object.keys(patch) },
      }),
    ]),
  );
  return viewContent(after);
}
