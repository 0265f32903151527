import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Guard } from './guard.ts';

type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** One write of a transaction, with the guard that it is. */
export interface LabelledAction {
  guard: Guard | string;
  action: Action;
}
