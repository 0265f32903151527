import { type Arguments, readArguments, usage } from './arguments.ts';
import { notRunning, useDeployedStage, useLocalCloud } from './cloud.ts';
import { codeOf, print, stop, WRONG_USAGE } from './terminal.ts';

/** Loaded when their environment is set: the modules make their clients as they load. */
const commands: Record<string, () => Promise<{ run(options: Arguments): Promise<void> }>> = {
  'create-tenant': () => import('./create-tenant.ts'),
  'move-credentials': () => import('./move-credentials.ts'),
  'create-key': () => import('./create-key.ts'),
  'set-limit': () => import('./set-limit.ts'),
  reconcile: () => import('./reconcile.ts'),
  'replay-dead-letters': () => import('./replay-dead-letters.ts'),
};

/** Runs an operator's command in either cloud: the same use case, another table. */
async function main(): Promise<void> {
  const options = readArguments();
  if (options.help || options.command === undefined) return print(usage);
  const command = Object.hasOwn(commands, options.command) ? commands[options.command] : undefined;
  if (command === undefined) stop(`There is no command "${options.command}".\n\n${usage}`, WRONG_USAGE);
  if (options.stage) useDeployedStage(options.stage);
  else useLocalCloud(options.data);
  const { run } = await command();
  await run(options).catch((error: Error) => {
    if (!options.stage && codeOf(error) === 'ECONNREFUSED') return stop(notRunning(options.data));
    throw error;
  });
}

await main().catch((error: Error) => stop(`${error.name}: ${error.message}`));
