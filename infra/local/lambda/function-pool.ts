import { randomUUID } from 'node:crypto';
import { channel } from 'node:diagnostics_channel';
import { availableParallelism } from 'node:os';
import { type EnvironmentOptions, ExecutionEnvironment } from './execution-environment.ts';
import type { FunctionDefinition } from './function-definition.ts';
import type { Places, Tenant } from './places.ts';
import type { ContextData, InvocationOutcome } from './protocol.ts';

const CORES = availableParallelism();
/** Lambda starts a thousand; this machine has few cores. `Places` limits those of all functions together. */
const MAX_ENVIRONMENTS = Math.max(4, 2 * CORES);
/** With those that only wait, for their second or a slow site: they need memory but no core. */
const MAX_WITH_WAITING = 5 * MAX_ENVIRONMENTS;
/**
 * Loading a bundle keeps a core busy for this long. With every core taken, waiting for a warm environment is faster, and
 * only when that doesn't come, since the others wait for something slow, one more is started.
 */
const GROWTH_PAUSE_MILLISECONDS = 250;
/** Where no other function needs the place before. */
const IDLE_MILLISECONDS = 180_000;
/** What Lambda takes in and gives back in one synchronous invocation. */
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

/**
 * The pool publishes each invocation here when it has ended, for those that measure: its function's name and `memorySize`
 * (MiB), its `payload`, how many `milliseconds` it took, loading included, how many it `waited` for an environment, and the
 * `cpuMilliseconds` of the function's own thread, without loading.
 */
const invocations = channel('herald:invocation');

const stopping = { errorType: 'ServiceException', errorMessage: 'The local cloud is stopping.' };

/** What an invocation has beside its payload. */
export interface Invocation {
  requestId?: string;
  traceHeader: string;
}

interface Waiting {
  payload: string;
  requestId: string;
  traceHeader: string;
  since: number;
  settle: (outcome: InvocationOutcome) => void;
}

/** All workers of one function: warm ones are used again, idle ones end after a while. */
export class FunctionPool implements Tenant {
  readonly definition: FunctionDefinition;
  readonly #options: EnvironmentOptions;
  readonly #places: Places;
  /** In the order in which they began to rest. */
  readonly #idle = new Map<ExecutionEnvironment, { timer: NodeJS.Timeout; since: number }>();
  readonly #running = new Map<ExecutionEnvironment, Promise<void>>();
  readonly #waiting: Waiting[] = [];
  #growthTimer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: EnvironmentOptions, places: Places) {
    this.#options = options;
    this.#places = places;
    this.definition = options.definition;
    places.add(this);
  }

  /** How many invocations this machine runs at once; more of them wait. Those that only wait keep nobody waiting. */
  get concurrency(): number {
    return Math.max(this.size, this.#mostEnvironments);
  }

  get #mostEnvironments(): number {
    return Math.min(MAX_WITH_WAITING, MAX_ENVIRONMENTS + this.#countRunning('isWaiting'));
  }

  get size(): number {
    return this.#running.size + this.#idle.size;
  }

  get runs(): number {
    return this.#running.size;
  }

  get restsSince(): number | undefined {
    return this.#idle.values().next().value?.since;
  }

  get stalled(): number {
    return this.#countRunning('isStalled');
  }

  get isBusy(): boolean {
    return this.#running.size > 0 || this.#waiting.length > 0;
  }

  /** @param payload the event as JSON */
  async invoke(payload: string, { requestId = randomUUID(), traceHeader }: Invocation): Promise<InvocationOutcome> {
    if (this.#isClosed) return { error: stopping };
    if (Buffer.byteLength(payload) > MAX_PAYLOAD_BYTES) {
      const errorMessage = `Request must be smaller than ${MAX_PAYLOAD_BYTES} bytes for the InvokeFunction operation`;
      return { error: { errorType: 'RequestTooLargeException', errorMessage } };
    }
    const { promise, resolve: settle } = Promise.withResolvers<InvocationOutcome>();
    this.#waiting.push({ payload, requestId, traceHeader, since: performance.now(), settle });
    this.startNext();
    return await promise;
  }

  /** Waits for what runs until the deadline, and kills it then. What still waits for its turn never starts. */
  async close(deadline: Promise<unknown>): Promise<void> {
    this.#isClosed = true;
    for (const { settle } of this.#waiting.splice(0)) settle({ error: stopping });
    await Promise.race([Promise.allSettled(this.#running.values()), deadline]);
    clearTimeout(this.#growthTimer);
    for (const { timer } of this.#idle.values()) clearTimeout(timer);
    const idle = [...this.#idle.keys()].map((environment) => environment.retire());
    await Promise.all([...idle, ...[...this.#running.keys()].map((environment) => environment.end())]);
  }

  startNext(): void {
    while (this.#waiting.length > 0) {
      const environment = this.#takeWarmEnvironment() ?? (this.#hasCore ? this.#newEnvironment() : undefined);
      if (environment === undefined) {
        this.#growLater();
        return;
      }
      this.#startOn(environment);
    }
  }

  get #hasCore(): boolean {
    return this.#running.size - this.#countRunning('isWaiting') < CORES;
  }

  /**
   * One more where that is worth its loading: beside many that wait only a moment, the invocation must have waited long, or
   * a burst of them would end with as many environments as invocations. A slow site's hold nobody up.
   */
  #newEnvironment(): ExecutionEnvironment | undefined {
    const beyond = Math.max(0, this.#running.size + 1 - this.stalled - MAX_ENVIRONMENTS);
    const hasWaited = performance.now() - this.#waiting[0]!.since >= GROWTH_PAUSE_MILLISECONDS * beyond ** 2;
    if (!hasWaited || this.#running.size >= this.#mostEnvironments || !this.#places.take(this)) return undefined;
    return new ExecutionEnvironment(this.#options);
  }

  #growLater(): void {
    this.#growthTimer ??= setTimeout(() => {
      this.#growthTimer = undefined;
      if (this.#waiting.length === 0) return;
      const environment = this.#takeWarmEnvironment() ?? this.#newEnvironment();
      if (environment !== undefined) this.#startOn(environment);
      this.startNext();
    }, GROWTH_PAUSE_MILLISECONDS);
  }

  endLongestResting(): void {
    const [longest] = this.#idle;
    if (longest === undefined) return;
    const [environment, { timer }] = longest;
    clearTimeout(timer);
    this.#idle.delete(environment);
    void environment.retire();
  }

  #startOn(environment: ExecutionEnvironment): void {
    this.#running.set(environment, this.#run(environment, this.#waiting.shift()!));
  }

  #countRunning(what: 'isWaiting' | 'isStalled'): number {
    let count = 0;
    for (const environment of this.#running.keys()) if (environment[what]) count += 1;
    return count;
  }

  #takeWarmEnvironment(): ExecutionEnvironment | undefined {
    // The one used last first, so that those which are not needed reach their end.
    for (const [environment, { timer }] of [...this.#idle].reverse()) {
      clearTimeout(timer);
      this.#idle.delete(environment);
      // It may have crashed on something that the function left running.
      if (!environment.hasEnded) return environment;
    }
    return undefined;
  }

  async #run(environment: ExecutionEnvironment, waiting: Waiting): Promise<void> {
    const { payload, requestId, traceHeader, since, settle } = waiting;
    const start = performance.now();
    const outcome = await environment.invoke(payload, this.#context(requestId), traceHeader);
    const { constructName: functionName, memorySize } = this.definition;
    const milliseconds = performance.now() - start;
    const { cpuMilliseconds } = environment;
    invocations.publish({
      functionName,
      memorySize,
      payload,
      milliseconds,
      waited: start - since,
      cpuMilliseconds,
    });
    this.#running.delete(environment);
    if (!environment.hasEnded) this.#rest(environment);
    settle(withinLimit(outcome));
    this.startNext();
    this.#places.giveBack();
  }

  #rest(environment: ExecutionEnvironment): void {
    const timer = setTimeout(() => {
      this.#idle.delete(environment);
      void environment.retire();
    }, IDLE_MILLISECONDS);
    this.#idle.set(environment, { timer, since: performance.now() });
  }

  #context(awsRequestId: string): ContextData {
    const { name, arn, memorySize, logGroup } = this.definition;
    return {
      awsRequestId,
      functionName: name,
      functionVersion: '$LATEST',
      invokedFunctionArn: arn,
      memoryLimitInMB: String(memorySize),
      logGroupName: logGroup,
      logStreamName: 'local',
    };
  }
}

function withinLimit(outcome: InvocationOutcome): InvocationOutcome {
  if ('error' in outcome || Buffer.byteLength(outcome.payload) <= MAX_PAYLOAD_BYTES) return outcome;
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${MAX_PAYLOAD_BYTES} bytes).`;
  return { error: { errorType: 'Function.ResponseSizeTooLarge', errorMessage } };
}
