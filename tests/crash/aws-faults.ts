import { AwsError } from '../../infra/local/aws/aws-error.ts';
import type { FunctionCall } from '../../infra/local/faults/fault-plan.ts';

/** How each service says that it was asked too much, and that it broke: `[code, status]`. */
const words: Record<string, { throttled: [string, number]; broken: [string, number] }> = {
  dynamodb: { throttled: ['ProvisionedThroughputExceededException', 400], broken: ['InternalServerError', 500] },
  sqs: { throttled: ['RequestThrottled', 400], broken: ['InternalFailure', 500] },
  events: { throttled: ['ThrottlingException', 400], broken: ['InternalException', 500] },
  scheduler: { throttled: ['ThrottlingException', 429], broken: ['InternalServerException', 500] },
  kms: { throttled: ['ThrottlingException', 400], broken: ['KMSInternalException', 500] },
  secretsmanager: { throttled: ['ThrottlingException', 400], broken: ['InternalServiceError', 500] },
  s3: { throttled: ['SlowDown', 503], broken: ['InternalError', 500] },
};

export function throttled(call: FunctionCall): AwsError {
  if (call.operation === 'TransactWriteItems') return cancelled(call, 'ThrottlingError');
  const [code, status] = words[call.service]!.throttled;
  return new AwsError(code, 'The rate is exceeded, on purpose.', status);
}

export function broken({ service }: FunctionCall): AwsError {
  const [code, status] = words[service]!.broken;
  return new AwsError(code, 'The service broke, on purpose.', status);
}

const singleWrites = ['PutItem', 'UpdateItem', 'DeleteItem'];

export function mayConflict({ service, operation, moment }: FunctionCall): boolean {
  const isWrite = operation === 'TransactWriteItems' || singleWrites.includes(operation);
  return service === 'dynamodb' && moment === 'before' && isWrite;
}

/** Another transaction holds one of the items. */
export function conflict(call: FunctionCall): AwsError {
  if (call.operation === 'TransactWriteItems') return cancelled(call, 'TransactionConflict');
  return new AwsError('TransactionConflictException', 'Transaction is ongoing for the item');
}

function cancelled({ body }: FunctionCall, Code: string): AwsError {
  const { TransactItems } = JSON.parse(body) as { TransactItems: unknown[] };
  const reasons = TransactItems.map((_, index) => ({ Code: index === 0 ? Code : 'None' }));
  const codes = reasons.map((reason) => reason.Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return new AwsError('TransactionCanceledException', message, 400, { CancellationReasons: reasons });
}
