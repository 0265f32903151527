import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { replaceDate } from '../clock/replace-date.ts';
import { askAwsByMessage } from './aws-by-message.ts';
import { measureCoverage } from './coverage.ts';
import { installFaultHooks } from './fault-hooks.ts';
import type {
  FunctionError,
  InvocationMessage,
  InvocationOutcome,
  MainMessage,
  WorkerMessage,
  WorkerSetup,
} from './protocol.ts';

// The bootstrap of a function's worker thread: it plays the Lambda runtime.

type Handler = (event: unknown, context: object) => unknown;

const { clockOffset, codeDirectory, handler: handlerName, faultyId, coverageDirectory } = workerData as WorkerSetup;
// Before the bundle is imported: libraries may keep `Date.now` when they load.
replaceDate(clockOffset);
const coverage = coverageDirectory === undefined ? undefined : measureCoverage(coverageDirectory, codeDirectory);
const hooks = faultyId === undefined ? undefined : installFaultHooks(faultyId);
// Also before: libraries may keep `http.request` when they load.
const aws = askAwsByMessage(process.env.AWS_ENDPOINT_URL!, (id, request) => tell({ kind: 'awsRequest', id, request }));

try {
  const loading = loadHandler();
  parentPort!.on('message', async (message: MainMessage) => {
    if (message.kind === 'awsAnswer') return aws.settle(message.id, message.answer);
    if (message.kind === 'expireSignals') return hooks?.expireSignals();
    if (message.kind === 'keepCompiled') return flushCompileCache();
    if (message.kind === 'writeCoverage') {
      coverage?.write();
      return tell({ kind: 'coverageWritten' });
    }
    const handler = await loading;
    const before = process.threadCpuUsage();
    const outcome = await run(handler, message);
    const { user, system } = process.threadCpuUsage(before);
    tell({ kind: 'done', outcome, cpuMilliseconds: (user + system) / 1000 });
  });
  await loading;
  tell({ kind: 'ready' });
} catch (error) {
  tell({ kind: 'broken', error: asFunctionError(error) });
}

async function loadHandler(): Promise<Handler> {
  const [file, exportName = ''] = handlerName.split('.');
  const module = await import(pathToFileURL(join(codeDirectory, `${file}.mjs`)).href);
  const handler: unknown = module[exportName];
  if (typeof handler === 'function') return handler as Handler;
  throw Object.assign(new Error(`${handlerName} is undefined or not exported`), { name: 'Runtime.HandlerNotFound' });
}

async function run(handler: Handler, message: InvocationMessage): Promise<InvocationOutcome> {
  // By the monotonic clock: moving the local time does not shorten the time that a function has left.
  const deadline = performance.now() + message.timeoutMilliseconds;
  const context = {
    ...message.context,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
  };
  // As on Lambda, where the SDK and loggers look for it.
  process.env._X_AMZN_TRACE_ID = message.traceHeader;
  try {
    const result = await handler(JSON.parse(message.payload), context);
    return { payload: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    return { error: asFunctionError(error) };
  }
}

function asFunctionError(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error) };
  return { errorType: error.name, errorMessage: error.message, stackTrace: error.stack?.split('\n') };
}

function tell(message: WorkerMessage): void {
  parentPort!.postMessage(message);
}
