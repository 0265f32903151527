import type { Item } from './client.ts';
import type { TransactAction } from './commands.ts';
import type { Guard } from './guard.ts';

/** One write of a transaction, with what its condition protects. A write without a condition has no guard. */
export interface LabelledAction {
  guard: Guard | undefined;
  action: TransactAction;
  /** Of an item that guards several things: what of it refuses this write. */
  narrow?: (item: Item) => Item;
}
