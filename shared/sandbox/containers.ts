import { notFound } from '../kernel/herald-error.ts';
import { newId } from '../kernel/ids.ts';
import { transact } from '../kernel/table/transact.ts';
import { tryTransact } from '../kernel/table/try-transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import {
  insertContainer,
  readContainer,
  readContainers,
  removeReadyContainer,
  replaceReadyContainer,
} from './container-items.ts';
import { insertPost } from './post-items.ts';
import { sandboxPostUrl } from './posts.ts';
import {
  type NewSandboxContainer,
  type SandboxContainer,
  type SandboxContainerView,
  sandboxPostSchema,
} from './sandbox.ts';

/** Creates a container; the same call again creates another one. */
export async function createSandboxContainer(
  tenantId: string,
  input: NewSandboxContainer,
): Promise<SandboxContainerView> {
  const container: SandboxContainer = { ...input, id: newId(), tenantId, createdAt: isoNow(), status: 'ready' };
  await transact(insertContainer(container));
  return view(container);
}

/** @throws HeraldError `not_found` */
export async function readSandboxContainer(tenantId: string, id: string): Promise<SandboxContainer> {
  const container = await readContainer(tenantId, id);
  if (container === undefined) throw notFound('sandbox container', id);
  return container;
}

export async function getSandboxContainer(tenantId: string, id: string): Promise<SandboxContainerView> {
  return view(await readSandboxContainer(tenantId, id));
}

/** Those of one reference, oldest first. */
export async function listSandboxContainers(tenantId: string, reference: string): Promise<SandboxContainerView[]> {
  return (await readContainers(tenantId, reference)).map(view);
}

/** Creates the container's post, once. Undefined where the container was published or deleted before. */
export async function publishSandboxContainer(
  container: SandboxContainer,
): Promise<SandboxContainerView['post'] | undefined> {
  const { behaviour, reference, ...fields } = container;
  const now = isoNow();
  const post = sandboxPostSchema.parse({ ...fields, id: newId(), createdAt: now });
  const published: SandboxContainer = { ...container, status: 'published', postId: post.id, publishedAt: now };
  const refused = await tryTransact([replaceReadyContainer(published), insertPost(post)]);
  return refused === undefined ? view(published).post : undefined;
}

/** False where it is published: only the container tells of its post then. @throws HeraldError `not_found` */
export async function deleteSandboxContainer(tenantId: string, id: string): Promise<boolean> {
  const container = await readSandboxContainer(tenantId, id);
  return (await tryTransact(removeReadyContainer(container))) === undefined;
}

function view({ id, status, postId, publishedAt }: SandboxContainer): SandboxContainerView {
  if (postId === undefined) return { id, status };
  return { id, status, post: { id: postId, url: sandboxPostUrl(postId), createdAt: publishedAt! } };
}
