import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';

type SdkError = Parameters<typeof isTransientError>[0];

/** What AWS calls errors that pass by themselves, beyond those that its SDK knows by name or by status. */
const passingNames: ReadonlySet<string> = new Set([
  'InternalError',
  'InternalFailure',
  'InternalServerError',
  'InternalServerException',
  'InternalServiceError',
  'ReplicatedWriteConflictException',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'TransactionConflictException',
]);

/** What one action of a cancelled transaction says where nothing is wrong with it. */
const passingReasons: ReadonlySet<string> = new Set([
  'None',
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/**
 * Whether the same call to AWS may succeed later: a conflict, a throttle, a failure of the service or of the network.
 * The one place that knows the names of such errors.
 */
export function isPassingError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    isConflict(error) ||
    passingNames.has(error.name) ||
    isThrottlingError(error as SdkError) ||
    isTransientError(error as SdkError) ||
    isServerError(error as SdkError)
  );
}

/** Whether other writers were in the way of a write, and nothing else. */
export function isConflict(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'TransactionConflictException') return true;
  const reasons = (error as { CancellationReasons?: { Code?: string }[] }).CancellationReasons;
  return error.name === 'TransactionCanceledException' && reasons !== undefined && reasons.every(isPassingReason);
}

const isPassingReason = ({ Code = 'None' }: { Code?: string }) => passingReasons.has(Code);
