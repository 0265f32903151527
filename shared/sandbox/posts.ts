import { environment } from '../kernel/environment.ts';
import { HeraldError, notFound } from '../kernel/herald-error.ts';
import { newId } from '../kernel/ids.ts';
import { mapPage, type Page, type PageQuery } from '../kernel/requests/page.ts';
import { transact } from '../kernel/table/transact.ts';
import { tryTransact } from '../kernel/table/try-transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { sandboxGuards } from './guards.ts';
import {
  checkParent,
  insertPost,
  insertReference,
  readPost,
  readPostPage,
  readPosts,
  readReference,
  removePost,
} from './post-items.ts';
import {
  type NewSandboxPost,
  type SandboxFigures,
  type SandboxPost,
  type SandboxPostView,
  sandboxFigures,
} from './sandbox.ts';

/** Creates a post, or answers with the one that this reference made before. */
export async function createSandboxPost(
  tenantId: string,
  { behaviour, ...input }: NewSandboxPost,
): Promise<{ post: SandboxPostView; created: boolean }> {
  const post: SandboxPost = { ...input, id: newId(), tenantId, createdAt: isoNow() };
  const { reference, replyTo } = post;
  const refused = await tryTransact([
    ...(reference === undefined ? [] : [insertReference(tenantId, reference, post.id)]),
    ...(replyTo === undefined ? [] : [checkParent(tenantId, replyTo)]),
    insertPost(post),
  ]);
  if (refused === undefined) return { post: view(post), created: true };
  if (refused.guard === sandboxGuards.parent) throw noParent(replyTo!);
  return { post: await getSandboxPost(tenantId, String(refused.item?.postId)), created: false };
}

function noParent(id: string): HeraldError {
  return new HeraldError('content_invalid', `There is no sandbox post ${id} to answer to.`, {
    remedy: 'Give the id of a post that exists on the sandbox network.',
  });
}

/** @throws HeraldError `not_found` */
export async function getSandboxPost(tenantId: string, id: string): Promise<SandboxPostView> {
  return view(await findPost(tenantId, id));
}

export async function listSandboxPosts(
  tenantId: string,
  { reference, ...query }: PageQuery & { reference?: string },
): Promise<Page<SandboxPostView>> {
  if (reference === undefined) return mapPage(await readPostPage(tenantId, query), view);
  const postId = await readReference(tenantId, reference);
  const items = postId === undefined ? [] : [await getSandboxPost(tenantId, postId)];
  return { items, nextCursor: null };
}

/** @throws HeraldError `not_found` */
export async function deleteSandboxPost(tenantId: string, id: string): Promise<void> {
  await transact(removePost(await findPost(tenantId, id)));
}

async function findPost(tenantId: string, id: string): Promise<SandboxPost> {
  const post = await readPost(tenantId, id);
  if (post === undefined) throw notFound('sandbox post', id);
  return post;
}

/** Figures of at most 100 posts; ids without a post are left out. */
export async function getSandboxMetrics(tenantId: string, ids: string[]): Promise<SandboxFigures[]> {
  const wanted = [...new Set(ids)].filter((id) => /^[0-9a-f-]{36}$/.test(id)).slice(0, 100);
  const posts = await readPosts(tenantId, wanted);
  return posts.map(({ id, createdAt }) => sandboxFigures(id, Date.now() - Date.parse(createdAt)));
}

function view({ tenantId, ...post }: SandboxPost): SandboxPostView {
  return { ...post, url: sandboxPostUrl(post.id) };
}

export function sandboxPostUrl(id: string): string {
  return `${environment('API_URL')}/sandbox/v1/posts/${id}`;
}
