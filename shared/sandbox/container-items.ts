import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { getItem, getItems, queryPartition } from '../kernel/table/read.ts';
import { put, putAlways, remove, removeAlways } from '../kernel/table/transact.ts';
import { sandboxGuards } from './guards.ts';
import { sandboxKeys, sandboxPrefixes, sandboxReferencePk } from './keys.ts';
import { type SandboxContainer, sandboxContainerSchema } from './sandbox.ts';

const MAX_CONTAINERS = 100;
const isReady = { expression: '#status = :ready', names: { '#status': 'status' }, values: { ':ready': 'ready' } };

/** The container and, where it has one, its reference. */
export function insertContainer(container: SandboxContainer): LabelledAction[] {
  const { tenantId, id, reference } = container;
  const item = putAlways({ ...sandboxKeys.sandboxContainer(tenantId, id), ...container });
  if (reference === undefined) return [item];
  const key = sandboxKeys.sandboxContainerReference(tenantId, reference, id);
  return [item, putAlways({ ...key, containerId: id })];
}

/** Refused where the container was published or deleted before. */
export function replaceReadyContainer(after: SandboxContainer): LabelledAction {
  const key = sandboxKeys.sandboxContainer(after.tenantId, after.id);
  return put(sandboxGuards.container, { ...key, ...after }, isReady);
}

/** Refused where the container was published or deleted before. */
export function removeReadyContainer({ tenantId, id, reference }: SandboxContainer): LabelledAction[] {
  const removed = remove(sandboxGuards.container, sandboxKeys.sandboxContainer(tenantId, id), isReady);
  if (reference === undefined) return [removed];
  return [removed, removeAlways(sandboxKeys.sandboxContainerReference(tenantId, reference, id))];
}

export async function readContainer(tenantId: string, id: string): Promise<SandboxContainer | undefined> {
  const item = await getItem(sandboxKeys.sandboxContainer(tenantId, id));
  return item && sandboxContainerSchema.parse(item);
}

/** The first 100 of one reference, oldest first. */
export async function readContainers(tenantId: string, reference: string): Promise<SandboxContainer[]> {
  const entries = await queryPartition({
    pk: sandboxReferencePk(tenantId, reference),
    prefix: sandboxPrefixes.sandboxContainer,
    limit: MAX_CONTAINERS,
  });
  const items = await getItems(
    entries.map(({ containerId }) => sandboxKeys.sandboxContainer(tenantId, String(containerId))),
  );
  return items.filter((item) => item !== undefined).map((item) => sandboxContainerSchema.parse(item));
}
