import { setTimeout as wait } from 'node:timers/promises';
import { type LocalCloud, startLocalCloud } from '../../infra/local/cloud/local-cloud.ts';
import type { AwsBehaviour } from '../../infra/local/faults/aws-behaviour.ts';
import { type CloudUse, sharedPlace } from './shared-place.ts';

export interface CloudOptions extends CloudUse {
  directory?: string;
  jitterSeconds?: number;
  /** What AWS does beside the faults. */
  behaviour?: AwsBehaviour;
}

export interface TakenCloud {
  cloud: LocalCloud;
  /** Closes it, or leaves it empty for the next. */
  giveBack(): Promise<void>;
}

/** One for each function and some more: here memory is cheaper than loading functions again and again. */
const ENVIRONMENTS = 40;
const JITTER_SECONDS = 60;
/** A cloud that still works after this time has something that never ends: it is no place for the next. */
const EMPTYING_MS = 30_000;

/**
 * A cloud with Herald. Where all test files of a process share one (shared-place.ts), it is that one, as empty as on the
 * first day but for its clock, which only goes forward.
 */
export async function takeCloud(options: CloudOptions): Promise<TakenCloud> {
  if (sharedPlace() !== undefined) return takeShared(options);
  const cloud = await start(options);
  return { cloud, giveBack: () => cloud.close() };
}

async function takeShared(options: CloudOptions): Promise<TakenCloud> {
  const place = sharedPlace()!;
  const { directory, jitterSeconds, behaviour } = options;
  if (directory !== undefined || jitterSeconds !== undefined || behaviour !== undefined) {
    throw new Error('This needs a cloud of its own: name the test file among those in vitest.config.ts.');
  }
  if (place.use !== undefined)
    throw new Error('The cloud of this process is in use: close the Herald before this one.');
  place.use = options;
  try {
    place.cloud ??= await start({
      faults: {
        onCall: (call) => place.use?.faults?.onCall?.(call),
        onDelivery: (delivery) => place.use?.faults?.onDelivery?.(delivery),
      },
      onFunctionLine: (name, line) => place.use?.onFunctionLine(name, line),
    });
    const { cloud } = place;
    let isTaken = true;
    return {
      cloud,
      async giveBack() {
        if (isTaken) await giveBack(cloud, options);
        isTaken = false;
      },
    };
  } catch (error) {
    place.use = undefined;
    throw error;
  }
}

async function giveBack(cloud: LocalCloud, { onFunctionLine }: CloudUse): Promise<void> {
  const place = sharedPlace()!;
  // What is still to be done is done without faults.
  place.use = { onFunctionLine };
  let isEmpty = false;
  try {
    isEmpty = await Promise.race([cloud.empty().then(() => true), wait(EMPTYING_MS, false, { ref: false })]);
  } finally {
    // The next file gets one in any case.
    place.use = undefined;
    if (!isEmpty) {
      place.cloud = undefined;
      await cloud.close();
    }
  }
}

function start({ directory, jitterSeconds = JITTER_SECONDS, ...rest }: CloudOptions): Promise<LocalCloud> {
  return startLocalCloud({
    ...rest,
    templateDirectory: process.env.HERALD_TEMPLATE!,
    parameters: { AllowLoopbackAddresses: 'true' },
    directory,
    port: 0,
    jitterSeconds,
    seed: 7,
    environments: ENVIRONMENTS,
    log: process.env.HERALD_VERBOSE ? console.error : () => {},
  });
}
