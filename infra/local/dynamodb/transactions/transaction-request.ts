import { validationError } from '../aws-errors.ts';
import type { CapacityMode } from '../items/capacity.ts';

export const MAX_TRANSACTION_SIZE = 4 * 1024 * 1024;
const MAX_ACTIONS = 100;
const MAX_TOKEN_LENGTH = 36;

export interface TransactionRequest {
  TransactItems: Record<string, Record<string, unknown>>[];
  ClientRequestToken?: string;
  ReturnConsumedCapacity?: CapacityMode;
}

/** @throws AwsError ValidationException */
export function checkTransactionRequest(body: Record<string, unknown>): TransactionRequest {
  const { TransactItems: items, ClientRequestToken: token, ReturnConsumedCapacity: mode } = body;
  if (!Array.isArray(items) || items.length === 0) {
    throw constraintViolation('TransactItems', 'length greater than or equal to 1');
  }
  if (items.length > MAX_ACTIONS) {
    throw constraintViolation('TransactItems', `length less than or equal to ${MAX_ACTIONS}`);
  }
  if (typeof token === 'string' && token.length > MAX_TOKEN_LENGTH) {
    throw constraintViolation('ClientRequestToken', `length less than or equal to ${MAX_TOKEN_LENGTH}`);
  }
  if (mode !== undefined && !['INDEXES', 'TOTAL', 'NONE'].includes(mode as string)) {
    throw validationError(
      `1 validation error detected: Value '${mode}' at 'returnConsumedCapacity' failed to satisfy constraint: ` +
        'Member must satisfy enum value set: [INDEXES, TOTAL, NONE]',
    );
  }
  return { TransactItems: items, ClientRequestToken: token as string, ReturnConsumedCapacity: mode as CapacityMode };
}

/** @throws AwsError ValidationException when an item is named twice */
export function checkDistinct(targets: string[]): void {
  if (new Set(targets).size === targets.length) return;
  throw validationError('Transaction request cannot include multiple operations on one item');
}

function constraintViolation(member: string, rule: string): Error {
  return validationError(
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have ${rule}`,
  );
}
