import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Guard } from './guard.ts';

type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** One write of a transaction, with what its condition protects. A write without a condition has no guard. */
export interface LabelledAction {
  guard: Guard | undefined;
  action: Action;
}
