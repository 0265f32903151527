import * as z from 'zod';
import type { Item, Key } from '../../kernel/table/client.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { put, removeAlways } from '../../kernel/table/transact.ts';
import { postGuards } from './guards.ts';
import { postKeys } from './keys.ts';

/** What is prepared at the platform belongs to one version of a text. */
interface PreparedOwner {
  tenantId: string;
  id: string;
  textVersion: number;
}

const savedPreparedSchema = z.object({
  /** Names the account's place at the platform on which it was made. */
  site: z.string(),
  prepared: z.record(z.string(), z.unknown()),
  /** When `prepare` ran to its end; absent until then. */
  preparedAt: z.iso.datetime().optional(),
});
export type SavedPrepared = z.infer<typeof savedPreparedSchema>;

export function preparedKey({ tenantId, id, textVersion }: PreparedOwner): Key {
  return postKeys.prepared(tenantId, id, textVersion);
}

export function fromPreparedItem(item: Item | undefined): SavedPrepared | undefined {
  return item && savedPreparedSchema.parse(item);
}

/**
 * Writes what the worker of one lease has prepared. A worker whose lease has ended may still be at work: it never writes
 * over what the next one has saved. `revision` is that of the state under which the worker took its lease.
 */
export function writePrepared(owner: PreparedOwner & { revision: number }, saved: SavedPrepared): LabelledAction {
  const item = { ...preparedKey(owner), ...saved, leasedAtRevision: owner.revision };
  return put(postGuards.prepared, item, {
    expression: 'attribute_not_exists(leasedAtRevision) OR leasedAtRevision <= :revision',
    values: { ':revision': owner.revision },
  });
}

export function removePrepared(owner: PreparedOwner): LabelledAction {
  return removeAlways(preparedKey(owner));
}
