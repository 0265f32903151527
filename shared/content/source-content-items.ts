import * as z from 'zod';
import { getText, putText } from '../aws/text-store.ts';
import type { Item } from '../kernel/table/client.ts';
import { indexKeys, timeSortKey } from '../kernel/table/key-parts.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { getItem } from '../kernel/table/read.ts';
import { isNew, put, remove } from '../kernel/table/transact.ts';
import { contentGuards } from './guards.ts';
import { contentKeys, contentLists } from './keys.ts';
import { type SourceContent, sourceContentSchema } from './source-content.ts';

/** A DynamoDB item holds 400 KB; what stands beside a body is far less than the rest. */
const MAX_INLINE_ITEM = 200 * 1024;
const storedSchema = sourceContentSchema.extend({ bodyKey: z.string().optional() });

/** The write of a new content. A large body is put into the bucket first, so that the item never points at nothing. */
export async function insertSourceContent(content: SourceContent): Promise<LabelledAction> {
  return put(contentGuards.newContent, await toItem(content), isNew);
}

/** Writes the next content only over exactly the one it was made from. */
export async function replaceSourceContent(before: SourceContent, after: SourceContent): Promise<LabelledAction> {
  return put(contentGuards.content, await toItem(after), overExactly(before));
}

export function deleteSourceContent(content: SourceContent): LabelledAction {
  return remove(contentGuards.content, contentKeys.content(content.tenantId, content.id), overExactly(content));
}

export async function readSourceContent(tenantId: string, id: string): Promise<SourceContent | undefined> {
  const item = await getItem(contentKeys.content(tenantId, id));
  if (item === undefined) return undefined;
  const { bodyKey, ...content } = storedSchema.parse(item);
  return bodyKey === undefined ? content : { ...content, body: await getText(bodyKey) };
}

/** As it stands in a list: a large body is not read. */
export function fromSourceContentItem(item: Item): SourceContent {
  return sourceContentSchema.parse(item);
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
  // The beginning stays for lists.
  return { ...item, body: body.slice(0, 500).toWellFormed(), bodyKey };
}

function overExactly({ revision }: SourceContent) {
  return { expression: '#revision = :revision', names: { '#revision': 'revision' }, values: { ':revision': revision } };
}
