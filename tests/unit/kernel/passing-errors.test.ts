import { describe, expect, it } from 'vitest';
import { toHeraldError } from '../../../shared/http/to-herald-error.ts';
import { isConflict, isPassingError } from '../../../shared/kernel/passing-errors.ts';

const named = (name: string, more: object = {}) => Object.assign(new Error(name), { name, ...more });
const cancelled = (...codes: string[]) =>
  named('TransactionCanceledException', { CancellationReasons: codes.map((Code) => ({ Code })) });

const passing = [
  cancelled('None', 'TransactionConflict'),
  cancelled('ThrottlingError', 'None'),
  cancelled('ProvisionedThroughputExceeded'),
  named('TransactionConflictException'),
  named('TransactionInProgressException'),
  named('InternalServerError'),
  named('InternalServerException', { $metadata: { httpStatusCode: 500 } }),
  named('InternalServiceError'),
  named('ThrottlingException'),
  named('ProvisionedThroughputExceededException'),
  named('RequestLimitExceeded'),
  named('TooManyRequestsException'),
  named('SlowDown', { $metadata: { httpStatusCode: 503 } }),
  named('ServiceUnavailable'),
  named('Anything', { $metadata: { httpStatusCode: 503 } }),
  named('Anything', { $metadata: { httpStatusCode: 429 } }),
  named('TimeoutError'),
  ...['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ENOTFOUND', 'EHOSTUNREACH'].map((code) =>
    named('Error', { code }),
  ),
  named('TypeError', { cause: named('Error', { code: 'ECONNRESET' }) }),
];

const lasting = [
  cancelled('ConditionalCheckFailed', 'TransactionConflict'),
  cancelled('ValidationError', 'None'),
  named('ValidationException', { $metadata: { httpStatusCode: 400 } }),
  named('AccessDeniedException', { $metadata: { httpStatusCode: 400 } }),
  named('ResourceNotFoundException', { $metadata: { httpStatusCode: 400 } }),
  named('ConditionalCheckFailedException', { $metadata: { httpStatusCode: 400 } }),
  new TypeError('undefined is not a function'),
  new Error('x'),
];

describe('an error of AWS', () => {
  it.each(passing.map((error) => [`${error.name} ${JSON.stringify(error)}`, error]))(
    '%s passes: 503',
    (_name, error) => {
      expect(isPassingError(error)).toBe(true);
      expect(toHeraldError(error).code).toBe('unavailable');
    },
  );

  it.each(lasting.map((error) => [`${error.name} ${JSON.stringify(error)}`, error]))(
    '%s stays: 500',
    (_name, error) => {
      expect(isPassingError(error)).toBe(false);
      expect(toHeraldError(error).code).toBe('internal');
    },
  );

  it('is a conflict only where other writers and nothing else were in the way', () => {
    expect(isConflict(cancelled('TransactionConflict', 'None'))).toBe(true);
    expect(isConflict(named('TransactionConflictException'))).toBe(true);
    expect(isConflict(named('TransactionCanceledException'))).toBe(false);
    expect(isConflict(cancelled('TransactionConflict', 'ConditionalCheckFailed'))).toBe(false);
    expect(isConflict(named('ThrottlingException'))).toBe(false);
  });
});
