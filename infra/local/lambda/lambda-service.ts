import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { AwsError } from '../aws/aws-error.ts';
import type { AwsRequest } from '../aws/wire-request.ts';
import type { WireResponse } from '../aws/wire-response.ts';
import type { LocalClock } from '../clock/local-clock.ts';
import { MAX_RECURSIONS } from '../faults/aws-behaviour.ts';
import type { FaultInjection } from '../faults/fault-injection.ts';
import type { LocalMetrics } from '../faults/local-metrics.ts';
import type { FunctionLogs } from '../logs/function-logs.ts';
import { AsyncEventStore } from './async-event-store.ts';
import { AsyncInvocations } from './async-invocations.ts';
import { Concurrency } from './concurrency.ts';
import { environmentVariables, type FunctionAccess } from './environment-variables.ts';
import { type AsyncSettings, defaultAsyncSettings, type FunctionDefinition } from './function-definition.ts';
import { FunctionPool } from './function-pool.ts';
import { nextHop } from './lineage.ts';
import { Places } from './places.ts';
import type { InvocationOutcome } from './protocol.ts';

export interface LambdaOptions {
  functions: Iterable<FunctionDefinition>;
  /** By the function's ARN; Lambda's defaults for all others. */
  asyncSettings: Map<string, AsyncSettings>;
  accessOf(definition: FunctionDefinition): FunctionAccess;
  /** The AWS endpoint, for what functions ask of it. @throws ConnectionLost */
  answerAws(request: AwsRequest): Promise<WireResponse>;
  sendMessage(functionArn: string, queueArn: string, body: string): Promise<void>;
  clock: LocalClock;
  faults: FaultInjection;
  metrics: LocalMetrics;
  /** Of the whole account. */
  concurrentExecutions: number;
  /** How many environments all functions share. */
  environments: number | undefined;
  /** Keeps accepted asynchronous invocations. */
  database: DatabaseSync;
  logs: FunctionLogs;
  log(line: string): void;
}

const CLOSING_PATIENCE = 2200;

/** All functions of the template. */
export class LambdaService {
  readonly #pools = new Map<string, FunctionPool>();
  readonly #writers = new Map<string, (text: string) => void>();
  readonly #async: AsyncInvocations;
  readonly #concurrency: Concurrency;
  readonly #metrics: LocalMetrics;
  readonly #log: (line: string) => void;

  /** @throws TemplateError for reservations that the account does not have */
  constructor(options: LambdaOptions) {
    const { asyncSettings, accessOf, answerAws, sendMessage, clock, faults, metrics, database, logs, log } = options;
    const functions = [...options.functions];
    this.#log = log;
    this.#metrics = metrics;
    this.#concurrency = new Concurrency(options.concurrentExecutions, functions);
    const places = new Places(options.environments);
    for (const definition of functions) {
      const onOutput = logs.of(definition.constructName);
      this.#writers.set(definition.arn, onOutput);
      const variables = environmentVariables(definition, accessOf(definition));
      const pool = new FunctionPool(
        { definition, environmentVariables: variables, clockOffset: clock.offset, faults, answerAws, onOutput },
        places,
      );
      this.#pools.set(definition.arn, pool);
    }
    this.#async = new AsyncInvocations({
      store: new AsyncEventStore(database),
      clock,
      faults,
      log,
      sendMessage,
      settingsOf: (arn) => asyncSettings.get(arn) ?? defaultAsyncSettings,
      invoke: (arn, payload, requestId) => this.invoke(arn, payload, { requestId }),
    });
  }

  /** Whether an invocation runs, waits for its turn, or is due. */
  get isBusy(): boolean {
    return this.#async.isBusy || [...this.#pools.values()].some((pool) => pool.isBusy);
  }

  /** Takes up what was accepted before a restart. */
  start(): void {
    this.#async.start();
  }

  /** How many invocations of a function this machine runs at once. */
  concurrencyOf(functionArn: string): number {
    return this.#pools.get(functionArn)?.concurrency ?? 0;
  }

  /**
   * Invokes and waits. A function that fails is an outcome, not an exception.
   *
   * @param payload the event as JSON
   * @param traceHeader of the event, where it has one: the chain of invocations that led to it
   */
  async invoke(
    functionArn: string,
    payload: string,
    { requestId, traceHeader }: { requestId?: string; traceHeader?: string } = {},
  ): Promise<InvocationOutcome> {
    const pool = this.#pools.get(functionArn);
    if (!pool) return { error: { errorType: 'ResourceNotFoundException', errorMessage: notFound(functionArn) } };
    const hop = nextHop(functionArn, traceHeader);
    if (!hop.isAllowed) return this.#drop(pool.definition);
    const giveBack = this.#concurrency.take(pool.definition);
    if (giveBack === undefined) return this.#throttle();
    const outcome = await pool.invoke(payload, { requestId, traceHeader: hop.traceHeader }).finally(giveBack);
    if ('error' in outcome) {
      const { errorType, errorMessage, stackTrace } = outcome.error;
      this.#log(`${pool.definition.name} failed: ${errorType}: ${errorMessage}`);
      this.#writers.get(functionArn)?.(`${stackTrace?.join('\n') ?? `${errorType}: ${errorMessage}`}\n`);
    }
    return outcome;
  }

  #throttle(): InvocationOutcome {
    this.#metrics.count('Throttles');
    return { refused: 'throttled', error: { errorType: 'TooManyRequestsException', errorMessage: 'Rate Exceeded.' } };
  }

  #drop({ name }: FunctionDefinition): InvocationOutcome {
    this.#metrics.count('RecursiveInvocationsDropped');
    const errorMessage = `Lambda stopped a recursive loop: one chain has invoked ${name} ${MAX_RECURSIONS} times.`;
    this.#log(`${name}: RecursiveInvocationsDropped: ${errorMessage}`);
    return { refused: 'recursive', error: { errorType: 'RecursiveInvocationException', errorMessage } };
  }

  /** Returns when the invocation is on disk. @throws AwsError ResourceNotFoundException, RequestTooLargeException */
  acceptAsync(functionArn: string, payload: string): void {
    if (!this.#pools.has(functionArn)) throw new AwsError('ResourceNotFoundException', notFound(functionArn), 404);
    this.#async.accept(functionArn, payload);
  }

  /** Forgets accepted invocations that wait for their next try. */
  empty(): void {
    this.#async.empty();
  }

  /** Gives running invocations a moment to finish. */
  async close(): Promise<void> {
    const patience = new AbortController();
    const deadline = wait(CLOSING_PATIENCE, undefined, { signal: patience.signal }).catch(() => {});
    await Promise.all([this.#async.close(), ...[...this.#pools.values()].map((pool) => pool.close(deadline))]);
    patience.abort();
  }
}

const notFound = (functionArn: string) => `Function not found: ${functionArn}`;
