import { isoNow } from '../../cloud/clock.ts';
import { environment } from '../../cloud/environment.ts';
import { notFound } from '../../domain/herald-error.ts';
import { newId } from '../../domain/ids.ts';
import {
  type NewSandboxPost,
  type SandboxFigures,
  type SandboxPost,
  sandboxFigures,
  sandboxPostSchema,
} from '../../domain/sandbox.ts';
import { indexKeys, keys, lists, timeSortKey } from '../../store/keys.ts';
import { getItem, getItems, listItems } from '../../store/read.ts';
import { exists, GuardFailed, isNew, put, remove, transact } from '../../store/transact.ts';
import { decodeCursor, encodeCursor, type Page, type PageQuery } from '../page.ts';

export type SandboxPostView = Omit<SandboxPost, 'tenantId'> & { url: string };

/** Makes a post, or answers the one that this reference made before. */
export async function createSandboxPost(
  tenantId: string,
  { behaviour, ...input }: NewSandboxPost,
): Promise<{ post: SandboxPostView; created: boolean }> {
  const post: SandboxPost = { ...input, id: newId(), tenantId, createdAt: isoNow() };
  try {
    await transact([
      put('reference', { ...keys.sandboxReference(tenantId, post.reference), postId: post.id }, isNew),
      put('post', {
        ...keys.sandboxPost(tenantId, post.id),
        ...indexKeys('gsi4', lists.sandboxPosts.pk(tenantId), timeSortKey(post.createdAt, post.id)),
        ...post,
      }),
    ]);
    return { post: view(post), created: true };
  } catch (error) {
    if (!(error instanceof GuardFailed) || error.label !== 'reference') throw error;
    return { post: await getSandboxPost(tenantId, String(error.item?.postId)), created: false };
  }
}

export async function getSandboxPost(tenantId: string, id: string): Promise<SandboxPostView> {
  const item = await getItem(keys.sandboxPost(tenantId, id));
  if (item === undefined) throw notFound('sandbox post', id);
  return view(sandboxPostSchema.parse(item));
}

export async function listSandboxPosts(
  tenantId: string,
  { reference, limit, cursor }: PageQuery & { reference?: string },
): Promise<Page<SandboxPostView>> {
  if (reference !== undefined) {
    const guard = await getItem(keys.sandboxReference(tenantId, reference));
    const items = guard === undefined ? [] : [await getSandboxPost(tenantId, String(guard.postId))];
    return { items, nextCursor: null };
  }
  const { index, pk } = lists.sandboxPosts;
  const after = decodeCursor(cursor, tenantId);
  const { items, next } = await listItems({ index, pk: pk(tenantId), limit, after, descending: true });
  return { items: items.map((item) => view(sandboxPostSchema.parse(item))), nextCursor: encodeCursor(next) };
}

export async function deleteSandboxPost(tenantId: string, id: string): Promise<void> {
  const { reference } = await getSandboxPost(tenantId, id);
  await transact([
    remove('post', keys.sandboxPost(tenantId, id), exists),
    remove('reference', keys.sandboxReference(tenantId, reference)),
  ]);
}

/** Figures of at most 100 posts; ids that nothing has are left out. */
export async function measureSandboxPosts(tenantId: string, ids: string[]): Promise<SandboxFigures[]> {
  const wanted = [...new Set(ids)].filter((id) => /^[0-9a-f-]{36}$/.test(id)).slice(0, 100);
  const items = await getItems(wanted.map((id) => keys.sandboxPost(tenantId, id)));
  return items
    .filter((item) => item !== undefined)
    .map((item) => sandboxPostSchema.parse(item))
    .map(({ id, createdAt }) => sandboxFigures(id, Date.now() - Date.parse(createdAt)));
}

function view({ tenantId, ...post }: SandboxPost): SandboxPostView {
  return { ...post, url: `${environment('API_URL')}/sandbox/v1/posts/${post.id}` };
}
