import * as z from 'zod';
import type { Item, Key } from '../../kernel/table/client.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { putAlways, removeAlways } from '../../kernel/table/transact.ts';
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

export function writePrepared(owner: PreparedOwner, saved: SavedPrepared): LabelledAction {
  return putAlways({ ...preparedKey(owner), ...saved });
}

export function removePrepared(owner: PreparedOwner): LabelledAction {
  return removeAlways(preparedKey(owner));
}
