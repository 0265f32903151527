import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';

type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** One write of a transaction, with the name of the guard that it is. */
export interface LabelledAction {
  label: string;
  action: Action;
}
