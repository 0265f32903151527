import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { AwsRequest } from '../aws/wire-request.ts';
import type { WireResponse } from '../aws/wire-response.ts';
import type { FaultInjection } from '../faults/fault-injection.ts';
import type { FaultyEnvironment } from '../faults/fault-plan.ts';
import type { FunctionDefinition } from './function-definition.ts';
import type {
  AwsRequestMessage,
  InvocationMessage,
  InvocationOutcome,
  MainMessage,
  RuntimeMessage,
  WorkerMessage,
  WorkerSetup,
} from './protocol.ts';
import { ThreadLoad } from './thread-load.ts';

export interface EnvironmentOptions {
  definition: FunctionDefinition;
  /** All that `process.env` holds in the function. */
  environmentVariables: Record<string, string>;
  clockOffset: SharedArrayBuffer;
  faults: FaultInjection;
  /** The AWS endpoint. @throws ConnectionLost */
  answerAws(request: AwsRequest): Promise<WireResponse>;
  onOutput(chunk: Buffer): void;
}

/** Set by `npm run coverage`: a folder. Whoever ends an idle environment has it write there first what of its bundle ran. */
const coverageDirectory = process.env.HERALD_COVERAGE;
/** An invocation that did nothing for so long waits, e.g. for its second. */
const WAIT_MILLISECONDS = 250;
/** Longer than a publication waits for its second: it waits for somebody who is slow. */
const STALL_MILLISECONDS = 1_500;
/**
 * What lives for one event. V8 would take ten times as much from each worker before it looks at what is left, and with this
 * little it looks more often, which costs nothing that could be measured.
 */
const YOUNG_MIB = 4;
/**
 * Node writes what it compiled when a thread ends by itself, and a worker is terminated. By this time it has run its first
 * invocation, so that the functions which that needed are kept, too.
 */
const SETTLED_MILLISECONDS = 1_000;
/** Bundles of which a worker of this process was told to keep it: each other would take a core for a tenth of a second. */
const kept = new Set<string>();
/** Lambda gives a function 10 s to load on a core of its own; here many may load at once, and a core has other work. */
const INIT_MILLISECONDS = 60_000;
const KILLED = 'Runtime exited with error: signal: killed';

/** One worker thread with a function's bundle, for one invocation at a time. */
export class ExecutionEnvironment implements FaultyEnvironment {
  readonly id = randomUUID();
  readonly constructName: string;
  readonly #options: EnvironmentOptions;
  readonly #worker: Worker;
  readonly #forget: () => void;
  #answer: PromiseWithResolvers<RuntimeMessage> = Promise.withResolvers();
  #isReady = false;
  readonly #lately = new ThreadLoad(WAIT_MILLISECONDS);
  readonly #longer = new ThreadLoad(STALL_MILLISECONDS);
  #cpuMilliseconds = 0;
  #hasEnded = false;
  /** Said of an invocation that was killed for it. */
  #timeoutText: string | undefined;
  #wasKilled = false;

  constructor(options: EnvironmentOptions) {
    const { definition, environmentVariables, clockOffset, faults, onOutput } = options;
    const { codeDirectory, handler } = definition;
    this.#options = options;
    this.constructName = definition.constructName;
    this.#worker = new Worker(new URL('./start-worker.mjs', import.meta.url), {
      // On Lambda each environment has its own credentials; here the session token tells environments apart.
      env: { ...environmentVariables, AWS_SESSION_TOKEN: this.id },
      // Not those of this process: a test runner has its own.
      execArgv: [],
      workerData: {
        clockOffset,
        codeDirectory,
        handler,
        compiledDirectory: join(codeDirectory, '../compiled'),
        ...(coverageDirectory && { coverageDirectory }),
        ...(faults.isOn && { faultyId: this.id }),
      } satisfies WorkerSetup,
      resourceLimits: { maxOldGenerationSizeMb: definition.memorySize, maxYoungGenerationSizeMb: YOUNG_MIB },
      stdout: true,
      stderr: true,
    });
    this.#forget = faults.add(this);
    this.#worker.stdout.on('data', onOutput);
    this.#worker.stderr.on('data', onOutput);
    this.#worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'awsRequest') void this.#answerAws(message);
      else this.#answer.resolve(message);
    });
    this.#worker.on('error', (error: Error & { code?: string }) => this.#fail(error.name, crashText(error), error));
    this.#worker.on('exit', (code) => this.#onExit(code));
  }

  /** After it has ended it takes no more invocations. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Whether its invocation does nothing but wait at the moment: it takes no core. */
  get isWaiting(): boolean {
    return this.#lately.isIdle;
  }

  /** Whether it has waited for long, e.g. for a slow site: others need not wait for it. */
  get isStalled(): boolean {
    return this.#longer.isIdle;
  }

  /** Of its last invocation that came to its end. */
  get cpuMilliseconds(): number {
    return this.#cpuMilliseconds;
  }

  async invoke(
    payload: string,
    context: InvocationMessage['context'],
    traceHeader: string,
  ): Promise<InvocationOutcome> {
    const started = this.#isReady ? { kind: 'ready' as const } : await this.#within(INIT_MILLISECONDS, 'Init phase');
    if (started.kind !== 'ready') return await this.#broken(started);
    if (!this.#isReady) this.#keepCompiledSoon();
    this.#isReady = true;

    this.#lately.begin(this.#worker.performance);
    this.#longer.begin(this.#worker.performance);
    const { timeoutSeconds } = this.#options.definition;
    this.#answer = Promise.withResolvers();
    this.#tell({ kind: 'invoke', payload, context, traceHeader, timeoutMilliseconds: timeoutSeconds * 1000 });
    const answer = await this.#within(timeoutSeconds * 1000, 'Task');
    if (answer.kind !== 'done') return await this.#broken(answer);
    this.#cpuMilliseconds = answer.cpuMilliseconds;
    return answer.outcome;
  }

  /** Ends it between two invocations. */
  async retire(): Promise<void> {
    if (coverageDirectory !== undefined && this.#isReady && !this.#hasEnded) {
      this.#hasEnded = true;
      this.#answer = Promise.withResolvers();
      this.#tell({ kind: 'writeCoverage' });
      await this.#answer.promise;
    }
    await this.end();
  }

  async kill(): Promise<void> {
    this.#wasKilled = true;
    await this.end();
  }

  expireSignals(): void {
    this.#tell({ kind: 'expireSignals' });
  }

  async end(): Promise<void> {
    this.#hasEnded = true;
    await this.#worker.terminate();
  }

  async #answerAws({ id, request }: AwsRequestMessage): Promise<void> {
    // What the endpoint throws is that the caller gets no answer.
    const answer = await this.#options.answerAws(request).catch(() => undefined);
    if (!this.#hasEnded) this.#tell({ kind: 'awsAnswer', id, ...(answer && { answer }) });
  }

  #keepCompiledSoon(): void {
    const { codeDirectory } = this.#options.definition;
    if (kept.has(codeDirectory)) return;
    const keep = () => {
      if (this.#hasEnded || kept.has(codeDirectory)) return;
      kept.add(codeDirectory);
      this.#tell({ kind: 'keepCompiled' });
    };
    setTimeout(keep, SETTLED_MILLISECONDS).unref();
  }

  #tell(message: MainMessage): void {
    this.#worker.postMessage(message);
  }

  /** Lambda kills a function that is too slow wherever it is, and so does this. */
  async #within(milliseconds: number, what: string): Promise<RuntimeMessage> {
    const timer = setTimeout(() => {
      this.#timeoutText = `${what} timed out after ${(milliseconds / 1000).toFixed(2)} seconds`;
      // The answer comes with the exit, when the function can do nothing more.
      void this.end();
    }, milliseconds);
    try {
      return await this.#answer.promise;
    } finally {
      clearTimeout(timer);
    }
  }

  async #broken(message: RuntimeMessage): Promise<InvocationOutcome> {
    await this.end();
    if (message.kind === 'broken') return { error: message.error };
    throw new Error(`The worker of ${this.#options.definition.name} said ${message.kind} out of turn.`);
  }

  #onExit(code: number): void {
    this.#forget();
    if (this.#timeoutText !== undefined) this.#fail('Sandbox.Timedout', this.#timeoutText);
    else if (this.#wasKilled) this.#fail('Runtime.ExitError', KILLED);
    else this.#fail('Runtime.ExitError', `Runtime exited with error: exit status ${code}`);
  }

  #fail(errorType: string, errorMessage: string, { stack }: { stack?: string } = {}): void {
    this.#hasEnded = true;
    this.#answer.resolve({ kind: 'broken', error: { errorType, errorMessage, stackTrace: stack?.split('\n') } });
  }
}

/** An error that the function did not catch, or the end of its memory. */
function crashText({ code, message }: Error & { code?: string }): string {
  return code === 'ERR_WORKER_OUT_OF_MEMORY' ? KILLED : message;
}
