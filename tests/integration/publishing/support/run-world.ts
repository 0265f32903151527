import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { vi } from 'vitest';
import { logger } from '../../../../shared/kernel/logger.ts';
import { documentClient } from '../../../../shared/kernel/table/client.ts';
import { sweep } from '../../../../shared/operations/sweep.ts';
import { currentActor } from './actors.ts';
import { resetIds } from './ids.ts';
import { practiceFetch } from './practice-fetch.ts';
import type { PracticeNetwork } from './practice-network.ts';
import { setRunning, theRunning } from './running.ts';
import { TABLE } from './table-definition.ts';
import { spyOnTimeouts, watchLimits } from './virtual-deadlines.ts';
import { World } from './world.ts';

let world: World | undefined;
const cause = { actor: 'system:sweep', correlationId: 'sweep', causationId: 'sweep' };

const environment = {
  TABLE_NAME: TABLE,
  PUBLISH_QUEUE_URL: 'publish',
  CHECK_QUEUE_URL: 'check',
  SCHEDULE_GROUP_NAME: 'group',
  SCHEDULER_ROLE_ARN: 'role',
  SCHEDULER_DLQ_ARN: 'dead-letters',
  WAKE_FUNCTION_ARN: 'wake',
  API_URL: 'https://sandbox.example',
  ALLOW_LOOPBACK_ADDRESSES: 'true',
  SECRET_PREFIX: 'herald/test/',
  CREDENTIAL_STORE: 'secrets-manager',
};

/** Puts the stand-ins in the place of every client; `vi.restoreAllMocks` and `vi.useRealTimers` take them away. */
export function replaceServices(): void {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  spyOnTimeouts(theRunning);
  const sent = (send: (command: never) => Promise<unknown>) => (command: unknown) => send(command as never) as never;
  vi.spyOn(documentClient, 'send').mockImplementation(sent((command) => world!.send(command)));
  vi.spyOn(SQSClient.prototype, 'send').mockImplementation(sent((command) => world!.cloud.sendToQueue(command)));
  vi.spyOn(SchedulerClient.prototype, 'send').mockImplementation(sent((command) => world!.cloud.schedule(command)));
  vi.spyOn(SecretsManagerClient.prototype, 'send').mockImplementation(sent((command) => world!.cloud.secret(command)));
  for (const level of ['info', 'warn', 'error'] as const) {
    vi.spyOn(logger, level).mockImplementation((message, ...extra) => {
      const actor = currentActor();
      actor?.said.push(String(message));
      if (level === 'error')
        actor?.complaints.push(`${message} ${String((extra[0] as { error?: Error })?.error?.stack)}`);
    });
  }
}

/** One run in a world of its own. What fails says the order in which everything happened. */
export async function inWorld(network: PracticeNetwork, run: (world: World) => Promise<string[]>): Promise<void> {
  resetIds();
  world = await World.open(network);
  setRunning(world.interleaving);
  const unwatch = watchLimits(world.interleaving);
  try {
    // A deployment's sweep has run before its first post: without a watermark it looks back an hour only.
    await sweep(cause);
    const faults = await run(world);
    if (faults.length > 0)
      throw new Error(`${faults.join('\n')}\nin this order:\n${world.interleaving.log.join('\n')}`);
  } finally {
    unwatch();
    setRunning(undefined);
    await world.close();
  }
}

/** In place of the guarded fetch. */
/** A declaration, because the mock of `safe-fetch.ts` takes it while this module and what it imports are still read. */
export function createPracticeFetch(): typeof fetch {
  return practiceFetch(world!.network, theRunning());
}
