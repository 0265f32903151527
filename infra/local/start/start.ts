import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import type { LocalCloud } from '../cloud/local-cloud.ts';
import { runDemo } from '../demo/run-demo.ts';
import { HttpServer } from '../http/http-server.ts';
import { openEmptyStateFolder, openStateFolder } from '../state/state-folder.ts';
import { ADMIN_KEY_FILE, adminKey } from './admin-key.ts';
import { STORED_SHAPE } from './application.ts';
import { readOptions, type StartOptions, UsageError, usage } from './options.ts';
import { writePrivateJson } from './private-file.ts';
import { synthesizedTemplate } from './template-cache.ts';

/** Tells other processes where the running cloud is. It is there only while it runs. */
const LOCAL_FILE = 'local.json';

/** Errors whose message tells the user what to do. Any other error is a fault of Herald and shows its stack. */
const PLAIN_ERRORS = new Set([
  'BrokenStateError',
  'FolderBrokenError',
  'FolderForeignError',
  'FolderInUseError',
  'FolderOutdatedError',
  'FolderUnusableError',
  'PortError',
  'StateInUseError',
  'SynthesisError',
  'TemplateError',
]);

/** `npm start`: runs Herald until a signal stops it. */
export async function start(args: string[]): Promise<void> {
  try {
    const options = readOptions(args);
    if (options === 'help') return print(usage);
    await run(options);
  } catch (error) {
    const { name, message, stack } = error as Error;
    const isPlain = PLAIN_ERRORS.has(name) || error instanceof UsageError;
    process.stderr.write(`${isPlain ? message : stack}\n`);
    process.exit(error instanceof UsageError ? 2 : 1);
  }
}

async function run({ fresh, data, template, port, jitterSeconds, verbose, demo }: StartOptions): Promise<void> {
  if (template !== undefined && !existsSync(join(template, 'manifest.json'))) {
    throw new UsageError(`--template takes a folder that "npm run synth" wrote, and ${template} has no manifest.json.`);
  }
  // The folder holds credentials and unpublished texts: what this process writes is its owner's alone.
  process.umask(0o077);
  // Before synthesis, which takes a while: a second start on the folder ends here.
  const folder = fresh
    ? openEmptyStateFolder(data, [LOCAL_FILE, ADMIN_KEY_FILE], STORED_SHAPE)
    : openStateFolder(data, STORED_SHAPE);
  await checkPort(port);
  const isMade = () => print('Making the template and the function bundles, since the code is new to this folder ...');
  // CDK and esbuild work in other processes, and this one loads the cloud meanwhile.
  const [templateDirectory, { startLocalCloud }] = await Promise.all([
    template ?? synthesizedTemplate(join(data, 'template'), isMade),
    import('../cloud/local-cloud.ts'),
  ]);
  const cloud = await startLocalCloud({
    templateDirectory,
    // Platforms on this machine have loopback addresses; the template's own default refuses them.
    parameters: { AllowLoopbackAddresses: 'true' },
    folder,
    port,
    jitterSeconds,
    seed: Date.now(),
    ...(verbose && { log: print, onFunctionLine: (name, line) => print(`[${name}] ${line}`) }),
  });
  const stopping = new AbortController();
  stopOnSignal(cloud, join(data, LOCAL_FILE), stopping);

  const { apiKey, isNew } = await adminKey(cloud, data);
  writePrivateJson(join(data, LOCAL_FILE), {
    url: cloud.url,
    apiKey,
    pid: process.pid,
    awsEndpoint: cloud.awsEndpoint,
    outputs: cloud.outputs,
    credentials: cloud.adminCredentials,
  });
  print(`
Herald ${packageJson.version} runs on this machine.

  API        ${cloud.url}/api/v1
  Docs       ${cloud.url}/api/v1/docs
  Admin key  ${apiKey}
  Data       ${data}, logs in ${join(data, 'logs')}

Ctrl-C stops it.`);
  if (isNew && demo) await runDemo({ url: cloud.url, apiKey, print, signal: stopping.signal });
}

/** Tells at once what would go wrong after synthesis. @throws PortError */
async function checkPort(port: number): Promise<void> {
  const probe = new HttpServer(() => {});
  await probe.listen(port);
  await probe.close(Promise.resolve());
}

function stopOnSignal(cloud: LocalCloud, localFile: string, stopping: AbortController): void {
  const stop = async () => {
    // A second Ctrl-C doesn't wait.
    if (stopping.signal.aborted) process.exit(130);
    stopping.abort();
    rmSync(localFile, { force: true });
    await cloud.close();
    process.exit(0);
  };
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
