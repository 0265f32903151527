import { listPage, mapPage, type Page, type PageQuery } from '../kernel/requests/page.ts';
import type { Item } from '../kernel/table/client.ts';
import { indexKeys, listOf, timeSortKey } from '../kernel/table/key-parts.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { getItem, getItems } from '../kernel/table/read.ts';
import { check, exists, isNew, put, putAlways, remove, removeAlways } from '../kernel/table/transact.ts';
import { sandboxGuards } from './guards.ts';
import { sandboxKeys, sandboxLists } from './keys.ts';
import { type SandboxPost, sandboxPostSchema } from './sandbox.ts';

export function insertPost(post: SandboxPost): LabelledAction {
  const { id, tenantId, createdAt } = post;
  const listed = indexKeys('gsi4', sandboxLists.sandboxPosts.pk(tenantId), timeSortKey(createdAt, id));
  return putAlways({ ...sandboxKeys.sandboxPost(tenantId, id), ...listed, ...post });
}

/** Refused where the post that a new one answers to does not exist. */
export function checkParent(tenantId: string, id: string): LabelledAction {
  return check(sandboxGuards.parent, sandboxKeys.sandboxPost(tenantId, id), exists);
}

/** The post and its reference. */
export function removePost({ tenantId, id, reference }: SandboxPost): LabelledAction[] {
  return [
    remove(sandboxGuards.post, sandboxKeys.sandboxPost(tenantId, id), exists),
    ...(reference === undefined ? [] : [removeAlways(sandboxKeys.sandboxReference(tenantId, reference))]),
  ];
}

export async function readPost(tenantId: string, id: string): Promise<SandboxPost | undefined> {
  const item = await getItem(sandboxKeys.sandboxPost(tenantId, id));
  return item && fromPostItem(item);
}

/** Of at most 100 ids; posts that do not exist are missing. */
export async function readPosts(tenantId: string, ids: string[]): Promise<SandboxPost[]> {
  const items = await getItems(ids.map((id) => sandboxKeys.sandboxPost(tenantId, id)));
  return items.filter((item) => item !== undefined).map(fromPostItem);
}

/** Newest first. */
export async function readPostPage(tenantId: string, query: PageQuery): Promise<Page<SandboxPost>> {
  return mapPage(
    await listPage({ ...listOf(sandboxLists.sandboxPosts, tenantId), descending: true }, query),
    fromPostItem,
  );
}

/** Refused where the reference has a post: that post's id is then `postId` of the refused guard's item. */
export function insertReference(tenantId: string, reference: string, postId: string): LabelledAction {
  return put(sandboxGuards.reference, { ...sandboxKeys.sandboxReference(tenantId, reference), postId }, isNew);
}

/** The id of the post that this reference made. */
export async function readReference(tenantId: string, reference: string): Promise<string | undefined> {
  const item = await getItem(sandboxKeys.sandboxReference(tenantId, reference));
  return item && String(item.postId);
}

function fromPostItem(item: Item): SandboxPost {
  return sandboxPostSchema.parse(item);
}
