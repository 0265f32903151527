import { environment } from '../kernel/environment.ts';
import { HeraldError, notFound } from '../kernel/herald-error.ts';
import { newId } from '../kernel/ids.ts';
import { decodeCursor, encodeCursor, type Page, type PageQuery } from '../kernel/requests/page.ts';
import { indexKeys, timeSortKey } from '../kernel/table/key-parts.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { getItem, getItems, listItems } from '../kernel/table/read.ts';
import {
  check,
  exists,
  GuardFailed,
  isNew,
  put,
  putAlways,
  remove,
  removeAlways,
  transact,
} from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { sandboxGuards } from './guards.ts';
import { sandboxKeys, sandboxLists } from './keys.ts';
import {
  type NewSandboxPost,
  type SandboxFigures,
  type SandboxPost,
  type SandboxPostView,
  sandboxFigures,
  sandboxPostSchema,
} from './sandbox.ts';

/** Makes a post, or answers the one that this reference made before. */
export async function createSandboxPost(
  tenantId: string,
  { behaviour, ...input }: NewSandboxPost,
): Promise<{ post: SandboxPostView; created: boolean }> {
  const post: SandboxPost = { ...input, id: newId(), tenantId, createdAt: isoNow() };
  const { reference, replyTo } = post;
  const guard = reference === undefined ? [] : [holdReference(tenantId, reference, post.id)];
  const parent =
    replyTo === undefined ? [] : [check(sandboxGuards.parent, sandboxKeys.sandboxPost(tenantId, replyTo), exists)];
  try {
    await transact([...guard, ...parent, insertSandboxPost(post)]);
    return { post: view(post), created: true };
  } catch (error) {
    if (!(error instanceof GuardFailed)) throw error;
    if (error.guard === sandboxGuards.parent) throw noParent(replyTo!);
    if (error.guard !== sandboxGuards.reference) throw error;
    return { post: await getSandboxPost(tenantId, String(error.item?.postId)), created: false };
  }
}

function holdReference(tenantId: string, reference: string, postId: string): LabelledAction {
  return put(sandboxGuards.reference, { ...sandboxKeys.sandboxReference(tenantId, reference), postId }, isNew);
}

export function insertSandboxPost(post: SandboxPost): LabelledAction {
  return putAlways({
    ...sandboxKeys.sandboxPost(post.tenantId, post.id),
    ...indexKeys('gsi4', sandboxLists.sandboxPosts.pk(post.tenantId), timeSortKey(post.createdAt, post.id)),
    ...post,
  });
}

function noParent(id: string): HeraldError {
  return new HeraldError('content_invalid', `There is no sandbox post ${id} to answer to.`, {
    remedy: 'Give the id of a post that stands on the sandbox network.',
  });
}

export async function getSandboxPost(tenantId: string, id: string): Promise<SandboxPostView> {
  const item = await getItem(sandboxKeys.sandboxPost(tenantId, id));
  if (item === undefined) throw notFound('sandbox post', id);
  return view(sandboxPostSchema.parse(item));
}

export async function listSandboxPosts(
  tenantId: string,
  { reference, limit, cursor }: PageQuery & { reference?: string },
): Promise<Page<SandboxPostView>> {
  if (reference !== undefined) {
    const guard = await getItem(sandboxKeys.sandboxReference(tenantId, reference));
    const items = guard === undefined ? [] : [await getSandboxPost(tenantId, String(guard.postId))];
    return { items, nextCursor: null };
  }
  const { index, pk } = sandboxLists.sandboxPosts;
  const after = decodeCursor(cursor, tenantId);
  const { items, next } = await listItems({ index, pk: pk(tenantId), limit, after, descending: true });
  return { items: items.map((item) => view(sandboxPostSchema.parse(item))), nextCursor: encodeCursor(next) };
}

export async function deleteSandboxPost(tenantId: string, id: string): Promise<void> {
  const { reference } = await getSandboxPost(tenantId, id);
  await transact([
    remove(sandboxGuards.post, sandboxKeys.sandboxPost(tenantId, id), exists),
    ...(reference === undefined ? [] : [removeAlways(sandboxKeys.sandboxReference(tenantId, reference))]),
  ]);
}

/** Figures of at most 100 posts; ids that nothing has are left out. */
export async function getSandboxMetrics(tenantId: string, ids: string[]): Promise<SandboxFigures[]> {
  const wanted = [...new Set(ids)].filter((id) => /^[0-9a-f-]{36}$/.test(id)).slice(0, 100);
  const items = await getItems(wanted.map((id) => sandboxKeys.sandboxPost(tenantId, id)));
  return items
    .filter((item) => item !== undefined)
    .map((item) => sandboxPostSchema.parse(item))
    .map(({ id, createdAt }) => sandboxFigures(id, Date.now() - Date.parse(createdAt)));
}

function view({ tenantId, ...post }: SandboxPost): SandboxPostView {
  return { ...post, url: sandboxPostUrl(post.id) };
}

export function sandboxPostUrl(id: string): string {
  return `${environment('API_URL')}/sandbox/v1/posts/${id}`;
}
