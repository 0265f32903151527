import { notFound } from '../kernel/herald-error.ts';
import { newId } from '../kernel/ids.ts';
import { getItem, getItems, queryPartition } from '../kernel/table/read.ts';
import { GuardFailed, put, putAlways, remove, removeAlways, transact } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { sandboxGuards } from './guards.ts';
import { sandboxKeys, sandboxPrefixes } from './keys.ts';
import { insertSandboxPost, sandboxPostUrl } from './posts.ts';
import {
  type NewSandboxContainer,
  type SandboxContainer,
  type SandboxContainerView,
  sandboxContainerSchema,
  sandboxPostSchema,
} from './sandbox.ts';

const isReady = { expression: '#status = :ready', names: { '#status': 'status' }, values: { ':ready': 'ready' } };

/** Makes a container; the same call again makes another one. */
export async function createSandboxContainer(
  tenantId: string,
  input: NewSandboxContainer,
): Promise<SandboxContainerView> {
  const container: SandboxContainer = { ...input, id: newId(), tenantId, createdAt: isoNow(), status: 'ready' };
  const { id, reference } = container;
  await transact([
    putAlways({ ...sandboxKeys.sandboxContainer(tenantId, id), ...container }),
    ...(reference === undefined
      ? []
      : [putAlways({ ...sandboxKeys.sandboxContainerReference(tenantId, reference, id), containerId: id })]),
  ]);
  return view(container);
}

/** @throws HeraldError `not_found` */
export async function readSandboxContainer(tenantId: string, id: string): Promise<SandboxContainer> {
  const item = await getItem(sandboxKeys.sandboxContainer(tenantId, id));
  if (item === undefined) throw notFound('sandbox container', id);
  return sandboxContainerSchema.parse(item);
}

export async function getSandboxContainer(tenantId: string, id: string): Promise<SandboxContainerView> {
  return view(await readSandboxContainer(tenantId, id));
}

/** Those of one reference, oldest first. */
export async function listSandboxContainers(tenantId: string, reference: string): Promise<SandboxContainerView[]> {
  const { pk } = sandboxKeys.sandboxReference(tenantId, reference);
  const entries = await queryPartition({ pk, prefix: sandboxPrefixes.sandboxContainer, limit: 100 });
  const items = await getItems(
    entries.map((entry) => sandboxKeys.sandboxContainer(tenantId, String(entry.containerId))),
  );
  return items.filter((item) => item !== undefined).map((item) => view(sandboxContainerSchema.parse(item)));
}

/** Makes the container's post, once: undefined where it stands already, or the container is gone meanwhile. */
export async function publishSandboxContainer(
  container: SandboxContainer,
): Promise<SandboxContainerView['post'] | undefined> {
  const { behaviour, reference, ...fields } = container;
  const { tenantId } = container;
  const now = isoNow();
  const post = sandboxPostSchema.parse({ ...fields, id: newId(), createdAt: now });
  const published: SandboxContainer = { ...container, status: 'published', postId: post.id, publishedAt: now };
  try {
    await transact([
      put(sandboxGuards.container, { ...sandboxKeys.sandboxContainer(tenantId, container.id), ...published }, isReady),
      insertSandboxPost(post),
    ]);
    return view(published).post;
  } catch (error) {
    if (error instanceof GuardFailed && error.guard === sandboxGuards.container) return undefined;
    throw error;
  }
}

/** False where it is published: it is then what tells of the post. @throws HeraldError `not_found` */
export async function deleteSandboxContainer(tenantId: string, id: string): Promise<boolean> {
  const { reference } = await readSandboxContainer(tenantId, id);
  try {
    await transact([
      remove(sandboxGuards.container, sandboxKeys.sandboxContainer(tenantId, id), isReady),
      ...(reference === undefined
        ? []
        : [removeAlways(sandboxKeys.sandboxContainerReference(tenantId, reference, id))]),
    ]);
    return true;
  } catch (error) {
    if (error instanceof GuardFailed && error.guard === sandboxGuards.container) return false;
    throw error;
  }
}

function view({ id, status, postId, publishedAt }: SandboxContainer): SandboxContainerView {
  if (postId === undefined) return { id, status };
  return { id, status, post: { id: postId, url: sandboxPostUrl(postId), createdAt: publishedAt! } };
}
