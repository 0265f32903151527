import type { AwsRequest } from '../aws/wire-request.ts';
import type { WireResponse } from '../aws/wire-response.ts';

/** What the main thread and a worker that runs a function say to each other. */

/** An error as Lambda answers it to the caller of the function. */
export interface FunctionError {
  errorType: string;
  errorMessage: string;
  stackTrace?: string[];
}

/** How an invocation ended; payloads are JSON texts. What Lambda `refused` never came to the function. */
export type InvocationOutcome = { payload: string } | { error: FunctionError; refused?: 'throttled' | 'recursive' };

/** Given to the worker when it starts. */
export interface WorkerSetup {
  /** Of the clock that all threads share. */
  clockOffset: SharedArrayBuffer;
  codeDirectory: string;
  /** `file.export`. */
  handler: string;
  /** Folder that keeps compiled code for the next worker. */
  compiledDirectory: string;
  /** Folder for what the worker measures, where coverage is measured. */
  coverageDirectory?: string;
  /** Of the environment, where faults are injected into it. */
  faultyId?: string;
}

/** The parts of Lambda's context object that are plain data. */
export interface ContextData {
  awsRequestId: string;
  functionName: string;
  functionVersion: '$LATEST';
  invokedFunctionArn: string;
  memoryLimitInMB: string;
  logGroupName: string;
  logStreamName: string;
}

export interface InvocationMessage {
  kind: 'invoke';
  payload: string;
  context: ContextData;
  /** What the SDK sends with each call that the function makes. */
  traceHeader: string;
  timeoutMilliseconds: number;
}

/** The answer to a call of an AWS service; without one the connection is lost. */
export interface AwsAnswerMessage {
  kind: 'awsAnswer';
  id: number;
  answer?: WireResponse;
}

export type MainMessage =
  | InvocationMessage
  | AwsAnswerMessage
  | { kind: 'expireSignals' }
  /** What was compiled, for the next worker. */
  | { kind: 'keepCompiled' }
  | { kind: 'writeCoverage' };

/** A call of an AWS service. */
export interface AwsRequestMessage {
  kind: 'awsRequest';
  id: number;
  request: AwsRequest;
}

/** How the thread itself does. */
export type RuntimeMessage =
  | { kind: 'ready' }
  | { kind: 'coverageWritten' }
  | { kind: 'broken'; error: FunctionError }
  /** `cpuMilliseconds`: of the function's own thread, while it handled the event. */
  | { kind: 'done'; outcome: InvocationOutcome; cpuMilliseconds: number };

export type WorkerMessage = AwsRequestMessage | RuntimeMessage;
