import * as z from 'zod';
import { getText, putText } from '../aws/text-store.ts';
import { listPage, mapPage, type Page, type PageQuery } from '../kernel/requests/page.ts';
import type { Item } from '../kernel/table/client.ts';
import { indexKeys, listOf, timeSortKey } from '../kernel/table/key-parts.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { getItem } from '../kernel/table/read.ts';
import { isNew, put, remove } from '../kernel/table/transact.ts';
import { contentGuards } from './guards.ts';
import { contentKeys, contentLists } from './keys.ts';
import { type SourceContent, sourceContentSchema } from './source-content.ts';

/** A DynamoDB item holds 400 KB; the other fields of a content need far less than half of it. */
const MAX_INLINE_ITEM = 200 * 1024;
const storedSchema = sourceContentSchema.extend({ bodyKey: z.string().optional() });

/** The write of a new content. A large body goes into the bucket first, so that the item never names a missing file. */
export async function insertSourceContent(content: SourceContent): Promise<LabelledAction> {
  return put(contentGuards.newContent, await toItem(content), isNew);
}

/** Refused where the stored content is no longer the one that `after` was made from. */
export async function replaceSourceContent(before: SourceContent, after: SourceContent): Promise<LabelledAction> {
  return put(contentGuards.content, await toItem(after), isUnchanged(before));
}

export function removeSourceContent(content: SourceContent): LabelledAction {
  return remove(contentGuards.content, contentKeys.content(content.tenantId, content.id), isUnchanged(content));
}

export async function readSourceContent(tenantId: string, id: string): Promise<SourceContent | undefined> {
  const item = await getItem(contentKeys.content(tenantId, id));
  if (item === undefined) return undefined;
  const { bodyKey, ...content } = storedSchema.parse(item);
  return bodyKey === undefined ? content : { ...content, body: await getText(bodyKey) };
}

/** Whether the tenant has such a content. */
export async function isContent(tenantId: string, id: string): Promise<boolean> {
  return (await getItem(contentKeys.content(tenantId, id))) !== undefined;
}

/** Newest first. Of a body that is in the bucket, only its beginning. */
export async function readContentPage(tenantId: string, query: PageQuery): Promise<Page<SourceContent>> {
  const parse = (item: Item) => sourceContentSchema.parse(item);
  return mapPage(await listPage({ ...listOf(contentLists.contents, tenantId), descending: true }, query), parse);
}

async function toItem(content: SourceContent): Promise<Item> {
  const { tenantId, id, createdAt, body, revision } = content;
  const item = {
    ...contentKeys.content(tenantId, id),
    ...indexKeys('gsi1', contentLists.contents.pk(tenantId), timeSortKey(createdAt, id)),
    ...content,
  };
  if (Buffer.byteLength(JSON.stringify(item)) <= MAX_INLINE_ITEM) return item;
  const bodyKey = `texts/${tenantId}/content-${id}/${revision}`;
  await putText(bodyKey, body);
  // Lists show the beginning and read no file.
  return { ...item, body: body.slice(0, 500).toWellFormed(), bodyKey };
}

function isUnchanged({ revision }: SourceContent) {
  return { expression: '#revision = :revision', names: { '#revision': 'revision' }, values: { ':revision': revision } };
}
