import { AwsError } from './aws-error.ts';
import type { RequiredPermission } from './iam/required-permission.ts';

/** The members of a request or response body. */
export type Members = Record<string, unknown>;

/** What a call has beside its body. */
export interface CallContext {
  /** `X-Amzn-Trace-Id`, which the SDK sends from inside a function. */
  traceHeader?: string | undefined;
}

/** A service whose requests and responses are JSON bodies. The AWS endpoint finds the operation in header or path. */
export interface JsonService {
  /** What IAM must allow before the call. Throws UnknownOperationException for operations that aren't supported. */
  permissions(operation: string, input: Members): RequiredPermission[] | Promise<RequiredPermission[]>;
  call(operation: string, input: Members, request?: CallContext): Members | Promise<Members>;
}

export function unknownOperation(service: string, operation: string): AwsError {
  return new AwsError(
    'UnknownOperationException',
    `The local cloud does not support the operation ${operation} of ${service}.`,
  );
}
