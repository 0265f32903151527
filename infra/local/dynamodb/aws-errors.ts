import { AwsError } from '../aws/aws-error.ts';
import type { Item } from './items/attribute-value.ts';

/** Why one action of a transaction cancelled it, as in `CancellationReasons`. */
export interface CancellationReason {
  Code: 'None' | 'ConditionalCheckFailed' | 'ValidationError' | 'TransactionConflict';
  Message?: string;
  Item?: Item;
}

export function validationError(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

export function tableNotFound(message = 'Requested resource not found'): AwsError {
  return new AwsError('ResourceNotFoundException', message);
}

export function transactionCancelled(reasons: CancellationReason[]): AwsError {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    400,
    { CancellationReasons: reasons },
  );
}

/** An error of dynalite's as the service answers it; anything else stays what it is. */
export function asAwsError(error: unknown): unknown {
  const { body, statusCode } = error as {
    body?: { __type?: string; message?: string; Message?: string };
    statusCode?: number;
  };
  if (!body?.__type) return error;
  const code = body.__type.split('#').at(-1)!;
  return new AwsError(code, body.message ?? body.Message ?? '', statusCode);
}
