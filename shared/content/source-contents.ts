import type { EventDefinition } from '../kernel/events/define-events.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { notFound } from '../kernel/herald-error.ts';
import { derivedId, newId } from '../kernel/ids.ts';
import { recordIdempotency } from '../kernel/requests/idempotency-items.ts';
import { decodeCursor, encodeCursor, type Page, type PageQuery } from '../kernel/requests/page.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import { listItems } from '../kernel/table/read.ts';
import { transact } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { contentEvents } from './events.ts';
import { excerptOf } from './excerpt.ts';
import { contentLists } from './keys.ts';
import type {
  NewSourceContent,
  SourceContent,
  SourceContentListItem,
  SourceContentPatch,
  SourceContentView,
} from './source-content.ts';
import {
  deleteSourceContent,
  fromSourceContentItem,
  insertSourceContent,
  readSourceContent,
  replaceSourceContent,
} from './source-content-items.ts';

/** Stores a piece of content, to be sent to platforms later. */
export async function createContent(request: RequestContext, input: NewSourceContent): Promise<SourceContentView> {
  const { tenantId, idempotency } = request;
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
      eventOf(request, content, contentEvents.CONTENT_CREATED, { contentType: content.type }),
    ]),
  );
  return view(content);
}

export async function getContent(tenantId: string, id: string): Promise<SourceContentView> {
  return view(await findContent(tenantId, id));
}

/** @throws HeraldError `not_found`, also where it belongs to another tenant */
export async function findContent(tenantId: string, id: string): Promise<SourceContent> {
  const content = await readSourceContent(tenantId, id);
  if (content === undefined) throw notFound('content', id);
  return content;
}

/** Newest first. */
export async function listContents(
  tenantId: string,
  { limit, cursor }: PageQuery,
): Promise<Page<SourceContentListItem>> {
  const { index, pk } = contentLists.contents;
  const after = decodeCursor(cursor, tenantId);
  const { items, next } = await listItems({ index, pk: pk(tenantId), limit, after, descending: true });
  return {
    items: items.map((item) => {
      const { body, ...content } = view(fromSourceContentItem(item));
      return { ...content, excerpt: excerptOf(body) };
    }),
    nextCursor: encodeCursor(next),
  };
}

/**
 * Changes a content. Distributions made from it keep the text they were made with.
 *
 * @throws HeraldError `not_found`, `conflict`
 */
export async function updateContent(
  request: RequestContext,
  id: string,
  patch: SourceContentPatch,
): Promise<SourceContentView> {
  const before = await findContent(request.tenantId, id);
  const changes = Object.fromEntries(Object.entries(patch).map(([name, value]) => [name, value ?? undefined]));
  const after: SourceContent = { ...before, ...changes, revision: before.revision + 1, updatedAt: isoNow() };
  await withGuardErrors(async () =>
    transact([
      await replaceSourceContent(before, after),
      eventOf(request, after, contentEvents.CONTENT_UPDATED, { changed: Object.keys(patch) }),
    ]),
  );
  return view(after);
}

/** Takes a content away. What was made from it stays. */
export async function deleteContent(request: RequestContext, id: string): Promise<void> {
  const content = await findContent(request.tenantId, id);
  await withGuardErrors(() =>
    transact([
      deleteSourceContent(content),
      eventOf(request, content, contentEvents.CONTENT_DELETED, { title: content.title }),
    ]),
  );
}

function eventOf(
  { actor }: RequestContext,
  { tenantId, id }: SourceContent,
  type: EventDefinition,
  data: Record<string, unknown>,
) {
  return recordEvent(actor, type, { tenantId, entityId: id, data });
}

function view({ tenantId, revision, ...content }: SourceContent): SourceContentView {
  return content;
}
