import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Item } from './client.ts';
import type { Guard } from './guard.ts';

type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** One write of a transaction, with what its condition protects. A write without a condition has no guard. */
export interface LabelledAction {
  guard: Guard | undefined;
  action: Action;
  /** Of an item that guards several things: what of it refuses this write. */
  narrow?: (item: Item) => Item;
}
