import { isoNow } from '../cloud/clock.ts';
import type { EventType } from '../domain/event.ts';
import { notFound } from '../domain/herald-error.ts';
import { derivedId, newId } from '../domain/ids.ts';
import type {
  NewSourceContent,
  SourceContent,
  SourceContentListItem,
  SourceContentPatch,
  SourceContentView,
} from '../domain/source-content.ts';
import { recordEvent } from '../store/event-items.ts';
import { recordIdempotency } from '../store/idempotency-items.ts';
import { lists } from '../store/keys.ts';
import { listItems } from '../store/read.ts';
import {
  deleteSourceContent,
  fromSourceContentItem,
  insertSourceContent,
  readSourceContent,
  replaceSourceContent,
} from '../store/source-content-items.ts';
import { transact } from '../store/transact.ts';
import { excerptOf } from './excerpt.ts';
import { explainGuards } from './explain-guards.ts';
import { decodeCursor, encodeCursor, type Page, type PageQuery } from './page.ts';
import type { RequestContext } from './request-context.ts';

/** Stores a piece of content, to be sent to platforms later. */
export async function createSourceContent(
  request: RequestContext,
  input: NewSourceContent,
): Promise<SourceContentView> {
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
  await explainGuards(async () =>
    transact([
      await insertSourceContent(content),
      ...recordIdempotency(tenantId, idempotency, { status: 201, resourceId: id }),
      eventOf(request, content, 'CONTENT_CREATED', { contentType: content.type }),
    ]),
  );
  return view(content);
}

export async function getSourceContent(tenantId: string, id: string): Promise<SourceContentView> {
  return view(await findSourceContent(tenantId, id));
}

/** @throws HeraldError `not_found`, also where it belongs to another tenant */
export async function findSourceContent(tenantId: string, id: string): Promise<SourceContent> {
  const content = await readSourceContent(tenantId, id);
  if (content === undefined) throw notFound('content', id);
  return content;
}

/** Newest first. */
export async function listSourceContents(
  tenantId: string,
  { limit, cursor }: PageQuery,
): Promise<Page<SourceContentListItem>> {
  const { index, pk } = lists.contents;
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
export async function updateSourceContent(
  request: RequestContext,
  id: string,
  patch: SourceContentPatch,
): Promise<SourceContentView> {
  const before = await findSourceContent(request.tenantId, id);
  const changes = Object.fromEntries(Object.entries(patch).map(([name, value]) => [name, value ?? undefined]));
  const after: SourceContent = { ...before, ...changes, revision: before.revision + 1, updatedAt: isoNow() };
  await explainGuards(async () =>
    transact([
      await replaceSourceContent(before, after),
      eventOf(request, after, 'CONTENT_UPDATED', { changed: Object.keys(patch) }),
    ]),
  );
  return view(after);
}

/** Takes a content away. What was made from it stays. */
export async function removeSourceContent(request: RequestContext, id: string): Promise<void> {
  const content = await findSourceContent(request.tenantId, id);
  await explainGuards(() =>
    transact([deleteSourceContent(content), eventOf(request, content, 'CONTENT_DELETED', { title: content.title })]),
  );
}

function eventOf(
  { actor }: RequestContext,
  { tenantId, id }: SourceContent,
  type: EventType,
  data: Record<string, unknown>,
) {
  return recordEvent(actor, { type, tenantId, entityType: 'content', entityId: id, data });
}

function view({ tenantId, revision, ...content }: SourceContent): SourceContentView {
  return content;
}
