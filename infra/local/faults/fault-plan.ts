import type { AwsError } from '../aws/aws-error.ts';

/**
 * What goes wrong on purpose. A crash test is asked at each boundary where a real cloud can fail; `undefined` lets it pass.
 * What the test itself calls, as the admin or over HTTP, is never asked about.
 */
export interface FaultPlan {
  /** Asked before a function's AWS call takes effect, and again after that, before it is answered. */
  onCall?(call: FunctionCall): CallFault | undefined | Promise<CallFault | undefined>;
  /** Asked when a function is about to be given something. */
  onDelivery?(delivery: Delivery): DeliveryFault | undefined;
}

export interface FunctionCall {
  environment: FaultyEnvironment;
  /** As signatures spell it, e.g. `dynamodb`. */
  service: string;
  /** E.g. `TransactWriteItems`; for S3 the method. */
  operation: string;
  moment: 'before' | 'after';
  /** The request's body. */
  body: string;
}

/** The endpoint answers an error, kills the calling worker at this point, or closes the connection. */
export type CallFault = { kind: 'error'; error: AwsError } | { kind: 'kill' } | { kind: 'drop' };

export interface Delivery {
  source: 'queue' | 'stream' | 'schedule' | 'rule' | 'async';
  /** A function, or for a schedule or rule perhaps a queue. */
  functionArn: string;
  payload: string;
}

/**
 * All of which AWS may do at any time. `twice`: two deliveries of the same event, of a stream one after the other.
 * `again`: a queue's message is not deleted and comes again by its visibility timeout. `later`: a queue's message is held
 * back, so that others overtake it.
 */
export type DeliveryFault = { kind: 'twice' } | { kind: 'again' } | { kind: 'later'; seconds: number };

/** The worker that runs a function, as far as a fault may touch it. */
export interface FaultyEnvironment {
  /** As `AWS_SESSION_TOKEN` in the function, which signs its calls of AWS, and as `ENVIRONMENT_HEADER` in all other requests. */
  readonly id: string;
  /** The function's construct in the template, e.g. `Publish`. */
  readonly constructName: string;
  /** Resolves when it can do nothing more. Its invocation fails as on Lambda. */
  kill(): Promise<void>;
  /** Ends each time limit that runs in it, so that no function waits for a call that hangs. */
  expireSignals(): void;
}

/** Names the environment in what a function sends to other servers than AWS. */
export const ENVIRONMENT_HEADER = 'x-local-environment';
