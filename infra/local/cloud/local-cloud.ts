import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openAws } from '../aws/open-aws.ts';
import { LocalClock } from '../clock/local-clock.ts';
import { replaceDate } from '../clock/replace-date.ts';
import { openDynamoDb } from '../dynamodb/engine.ts';
import { TtlSweeper } from '../dynamodb/expiry/ttl-sweeper.ts';
import { type AwsBehaviour, accountDefaults } from '../faults/aws-behaviour.ts';
import { FaultInjection } from '../faults/fault-injection.ts';
import type { FaultPlan, FaultyEnvironment } from '../faults/fault-plan.ts';
import { LocalMetrics, type MetricName } from '../faults/local-metrics.ts';
import { SeededRandoms } from '../faults/seeded-random.ts';
import { HttpServer } from '../http/http-server.ts';
import type { FunctionDefinition } from '../lambda/function-definition.ts';
import type { LambdaService } from '../lambda/lambda-service.ts';
import type { FunctionError } from '../lambda/protocol.ts';
import { FunctionLogs } from '../logs/function-logs.ts';
import { openLogFile } from '../logs/log-file.ts';
import { provisionTemplate } from '../provision/provision-template.ts';
import { openedFrom, openStateFolder, type StateFolder } from '../state/state-folder.ts';
import { runTemplate } from './run-template.ts';

export interface LocalCloudOptions {
  /** What `cdk synth` wrote. */
  templateDirectory: string;
  /** CloudFormation parameters; the template's defaults for all others. */
  parameters?: Record<string, string>;
  /** State is kept here and survives `kill -9`; in memory without. */
  directory?: string;
  /** Number of the shape of what the application stores; a directory with data of another shape is refused. */
  storedShape?: number;
  /** Instead of `directory`, when the caller has opened it already. It is closed with the cloud. */
  folder?: StateFolder;
  /** Of the HTTP API; 0 (the default) for any. */
  port?: number;
  /** Scheduler fires between the scheduled moment and this many seconds later; 60 as on AWS unless given. */
  jitterSeconds?: number;
  /** The same seed gives the same firing moments, and the same numbers to what `behaviour` draws. */
  seed?: number;
  /** What AWS does and this machine would not; what takes time or comes at random is off without. */
  behaviour?: AwsBehaviour;
  clock?: LocalClock;
  /** How many environments all functions share at most: unless given, few, and more while this process is small. */
  environments?: number;
  /** For load tests: answers more requests than the API's stage allows, which otherwise get a 429. */
  unthrottled?: boolean;
  /** For crash tests: what goes wrong on purpose. */
  faults?: FaultPlan;
  /** Called with what the cloud itself has to say, which `logs/cloud.log` in the directory has too. */
  log?(line: string): void;
  /** Called with each line that a function writes. */
  onFunctionLine?(functionName: string, line: string): void;
}

export interface LocalCloud {
  /** Of the HTTP API, without a slash at the end. */
  url: string;
  /** For `AWS_ENDPOINT_URL`. */
  awsEndpoint: string;
  /** May do everything. */
  adminCredentials: { accessKeyId: string; secretAccessKey: string };
  clock: LocalClock;
  /** Of the template's first table. */
  tableName: string;
  functions: FunctionDefinition[];
  /** How often it happened so far, by CloudWatch's name. */
  metrics(): Partial<Record<MetricName, number>>;
  /** What `behaviour` draws from now on is that of this seed. */
  reseed(seed: string): void;
  /** The running worker that a request names with `ENVIRONMENT_HEADER`, where faults are injected. */
  environment(id: string): FaultyEnvironment | undefined;
  /** Gives up all calls that functions wait for at this moment, where there is a fault plan, if an empty one. */
  expireSignals(): void;
  /** Outputs of all stacks by name, but for those exported to other stacks. */
  outputs: Record<string, string>;
  /**
   * Invokes a function and waits for its answer.
   * @param name the function's name, or its construct's
   * @throws FunctionFailure
   */
  invoke(name: string, payload: unknown): Promise<unknown>;
  /** Whether nothing runs, waits for its turn or could be taken up at this very moment. */
  isQuiet(): boolean;
  /**
   * Resolves when no invocation runs or is due, no message is visible to a function, and all streams are read. A batch that
   * waits to fill goes out as soon as nothing else is left to do.
   */
  idle(): Promise<void>;
  /**
   * Moves the clock, and resolves when all work that became due by it is done. Before, the functions that follow streams
   * do what was written so far: one that has just reckoned how long a message is to wait would be wrong by the whole move.
   */
  advance(milliseconds: number): Promise<void>;
  /**
   * Waits until nothing is left to do, and drops what was stored and is still to come: items, messages, schedules, events,
   * retries. The template's resources stay, and so do secrets, objects, loaded functions and the time: whoever comes next
   * finds an empty application that needs no start.
   */
  empty(): Promise<void>;
  /** Gives running invocations two seconds to finish. */
  close(): Promise<void>;
}

/** An invoked function failed; `error` is what Lambda says about it. */
export class FunctionFailure extends Error {
  override readonly name = 'FunctionFailure';
  readonly error: FunctionError;

  constructor(functionName: string, error: FunctionError) {
    super(`${functionName} failed: ${error.errorType}: ${error.errorMessage}`);
    this.error = error;
  }
}

/**
 * From a moved clock to the deliveries and wake-ups that follow from it, this thread takes a few turns: after so many, each
 * with a pause in which timers end, nothing is on its way any more.
 */
const QUIET_CHECKS = 4;
const CHECK_PAUSE_MILLISECONDS = 3;
/** A function that follows a stream and itself waits for the clock does not hold it up for ever. */
const STREAM_CHECKS = 1_700;

/**
 * Runs a synthesized CDK app on this machine, in this process.
 *
 * @throws TemplateError for anything in it that the local cloud doesn't know; PortError; FolderInUseError,
 *   StateInUseError; FolderBrokenError, BrokenStateError;
 *   FolderOutdatedError, FolderForeignError, FolderUnusableError
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const { templateDirectory, parameters = {}, port = 0, jitterSeconds = 60, seed = 0 } = options;
  const { clock = new LocalClock(), behaviour = {}, unthrottled = false, onFunctionLine } = options;
  const { duplicates, concurrentExecutions = accountDefaults.concurrentExecutions } = behaviour;
  const metrics = new LocalMetrics();
  const randoms = new SeededRandoms(String(seed));
  const repetitions = duplicates && { share: duplicates, random: randoms.of('duplicates'), metrics };
  const faults = new FaultInjection(options.faults, repetitions || undefined);
  const parts = new AsyncDisposableStack();
  const lambdaReady = Promise.withResolvers<LambdaService>();
  lambdaReady.promise.catch(() => {});
  try {
    const folder = parts.adopt(options.folder ?? openStateFolder(options.directory, options.storedShape), (opened) =>
      opened.close(),
    );
    const log = cloudLog(folder, options.log);
    parts.defer(replaceDate(clock.offset));
    const http = parts.adopt(new HttpServer(log), (server) => server.close(Promise.resolve()));
    const url = await http.listen(port);
    const database = await openDynamoDb({ directory: folder.dynamoDb, behaviour, randoms, metrics });
    const dynamoDb = parts.adopt(database, (engine) => engine.close());
    const aws = parts.adopt(
      await openedFrom(folder.directory, openAws, {
        directory: folder.aws,
        clock,
        faults,
        metrics,
        schedulerQuotas: behaviour.scheduler,
        dynamoDb,
        jitterSeconds,
        seed,
        log,
        // What fell due while the process was down comes before the functions are there, and waits.
        invokeFunction: async (arn, payload) => (await lambdaReady.promise).acceptAsync(arn, JSON.stringify(payload)),
      }),
      (opened) => opened.close(),
    );

    const template = await provisionTemplate({ templateDirectory, parameters, aws, apiUrl: url, log });
    const logs = new FunctionLogs({ directory: folder.logs, onLine: onFunctionLine });
    const running = runTemplate({
      template,
      aws,
      streams: dynamoDb.streams,
      http,
      clock,
      faults,
      metrics,
      concurrentExecutions,
      environments: options.environments,
      logs,
      folder,
      unthrottled,
      log,
    });
    parts.defer(() => running.close());
    const sweeper = parts.adopt(new TtlSweeper(dynamoDb, clock, log), (opened) => opened.close());
    lambdaReady.resolve(running.lambda);

    const functions = [...template.blueprint.functions.values()];
    const isQuiet = () => {
      running.hurry();
      return !sweeper.isBusy && running.isQuiet;
    };
    const idle = async () => {
      for (let quiet = 0; quiet < QUIET_CHECKS; ) {
        quiet = isQuiet() && !running.endBatchWindows() ? quiet + 1 : 0;
        await wait(CHECK_PAUSE_MILLISECONDS);
      }
    };
    const streamsRead = async () => {
      for (let check = 0; check < STREAM_CHECKS && !running.areStreamsRead; check += 1) {
        running.hurry();
        await wait(CHECK_PAUSE_MILLISECONDS);
      }
    };
    return {
      url,
      awsEndpoint: aws.endpoint,
      adminCredentials: aws.adminCredentials,
      clock,
      tableName: template.blueprint.tableNames[0] ?? '',
      functions,
      metrics: () => metrics.all(),
      reseed: (next) => randoms.reseed(next),
      environment: (id) => faults.environment(id),
      expireSignals: () => faults.expireSignals(),
      outputs: template.outputs,
      async invoke(name, payload) {
        const definition = findFunction(functions, name);
        const outcome = await running.lambda.invoke(definition.arn, JSON.stringify(payload) ?? 'null');
        if ('error' in outcome) throw new FunctionFailure(definition.name, outcome.error);
        return JSON.parse(outcome.payload);
      },
      isQuiet,
      idle,
      async advance(milliseconds) {
        await streamsRead();
        clock.advance(milliseconds);
        await idle();
      },
      async empty() {
        await idle();
        dynamoDb.empty();
        aws.empty();
        running.lambda.empty();
      },
      close: () => parts.disposeAsync(),
    };
  } catch (error) {
    lambdaReady.reject(error);
    await parts.disposeAsync();
    throw error;
  }
}

function cloudLog({ logs }: StateFolder, toCaller: LocalCloudOptions['log']): (line: string) => void {
  const toFile = logs === undefined ? undefined : openLogFile(join(logs, 'cloud.log'));
  return (line) => {
    toFile?.(`${new Date().toISOString()} ${line}\n`);
    toCaller?.(line);
  };
}

function findFunction(functions: FunctionDefinition[], name: string): FunctionDefinition {
  const found = functions.filter((one) => one.name === name || one.constructName === name);
  if (found.length === 1) return found[0]!;
  const names = functions.map(({ constructName }) => constructName).join(', ');
  throw new Error(`${found.length === 0 ? 'No' : 'More than one'} function is called ${name}; there are ${names}.`);
}
