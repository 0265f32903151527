import { Worker } from 'node:worker_threads';
import type { FunctionDefinition } from './function-definition.ts';
import type { InvocationMessage, InvocationOutcome, WorkerMessage, WorkerSetup } from './protocol.ts';

export interface EnvironmentOptions {
  definition: FunctionDefinition;
  /** All that `process.env` holds in the function. */
  environmentVariables: Record<string, string>;
  clockOffset: SharedArrayBuffer;
  onOutput(chunk: Buffer): void;
}

/** Lambda gives a function so long to load. */
const INIT_MILLISECONDS = 10_000;

/** One worker thread with a function's bundle, for one invocation at a time. */
export class ExecutionEnvironment {
  readonly #options: EnvironmentOptions;
  readonly #worker: Worker;
  #answer: PromiseWithResolvers<WorkerMessage> = Promise.withResolvers();
  #isReady = false;
  #hasEnded = false;
  /** Said of an invocation that was killed for it. */
  #timeoutText: string | undefined;

  constructor(options: EnvironmentOptions) {
    const { definition, environmentVariables, clockOffset, onOutput } = options;
    const { codeDirectory, handler } = definition;
    this.#options = options;
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), {
      env: environmentVariables,
      // Not those of this process: a test runner has its own.
      execArgv: [],
      workerData: { clockOffset, codeDirectory, handler } satisfies WorkerSetup,
      resourceLimits: { maxOldGenerationSizeMb: definition.memorySize },
      stdout: true,
      stderr: true,
    });
    this.#worker.stdout.on('data', onOutput);
    this.#worker.stderr.on('data', onOutput);
    this.#worker.on('message', (message: WorkerMessage) => this.#answer.resolve(message));
    this.#worker.on('error', (error: Error & { code?: string }) => this.#fail(error.name, crashText(error), error));
    this.#worker.on('exit', (code) => this.#onExit(code));
  }

  /** After it has ended it takes no more invocations. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  async invoke(payload: string, context: InvocationMessage['context']): Promise<InvocationOutcome> {
    const started = this.#isReady ? { kind: 'ready' as const } : await this.#within(INIT_MILLISECONDS, 'Init phase');
    if (started.kind !== 'ready') return await this.#broken(started);
    this.#isReady = true;

    const { timeoutSeconds } = this.#options.definition;
    this.#answer = Promise.withResolvers();
    this.#worker.postMessage({
      payload,
      context,
      timeoutMilliseconds: timeoutSeconds * 1000,
    } satisfies InvocationMessage);
    const answer = await this.#within(timeoutSeconds * 1000, 'Task');
    return answer.kind === 'done' ? answer.outcome : await this.#broken(answer);
  }

  async end(): Promise<void> {
    this.#hasEnded = true;
    await this.#worker.terminate();
  }

  /** Lambda kills a function that is too slow wherever it is, and so does this. */
  async #within(milliseconds: number, what: string): Promise<WorkerMessage> {
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

  async #broken(message: WorkerMessage): Promise<InvocationOutcome> {
    await this.end();
    if (message.kind === 'broken') return { error: message.error };
    throw new Error(`The worker of ${this.#options.definition.name} said ${message.kind} out of turn.`);
  }

  #onExit(code: number): void {
    if (this.#timeoutText !== undefined) this.#fail('Sandbox.Timedout', this.#timeoutText);
    else this.#fail('Runtime.ExitError', `Runtime exited with error: exit status ${code}`);
  }

  #fail(errorType: string, errorMessage: string, { stack }: { stack?: string } = {}): void {
    this.#hasEnded = true;
    this.#answer.resolve({ kind: 'broken', error: { errorType, errorMessage, stackTrace: stack?.split('\n') } });
  }
}

/** What nobody caught in the function, or its memory used up. */
function crashText({ code, message }: Error & { code?: string }): string {
  return code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'Runtime exited with error: signal: killed' : message;
}
