import type { AwsBehaviour } from '../../infra/local/faults/aws-behaviour.ts';
import { type Herald, startHerald } from '../support/herald.ts';
import { ArmedFaults, type FaultyServer } from './armed-faults.ts';
import { type StandIn, type StandIns, startStandIns } from './platforms.ts';

/** A Herald with an account on each stand-in, and the faults that can be armed in it. */
export interface Site {
  herald: Herald;
  standIns: StandIns;
  faults: ArmedFaults;
  platformIdOf(standIn: StandIn): string;
  close(): Promise<void>;
}

const imageServer: FaultyServer = {
  name: 'images',
  isPublish: () => false,
  answers: {
    rateLimited: () => ({ status: 429, headers: { 'retry-after': '60' } }),
    serverError: () => ({ status: 503 }),
  },
};

export async function startSite(behaviour: AwsBehaviour): Promise<Site> {
  const faults = new ArmedFaults();
  const [herald, standIns] = await Promise.all([startHerald({ faults, behaviour }), startStandIns()]);
  faults.cloud = herald.cloud;
  const platformIds = new Map<StandIn, string>();
  for (const standIn of standIns.platforms) {
    const { name, connection } = standIn;
    const { answers, isPublish } = standIn.double;
    standIn.double.letChoose((request) => faults.onRequest({ name, answers, isPublish }, request));
    const { status, body } = await herald.api('POST', '/api/v1/platforms', {
      ...connection,
      name,
      // Where it has several posts, they wait in its queue for their places.
      ...(name === 'sandbox-container' && { postsPerHour: 2, minIntervalMinutes: 2 }),
      // Metrics would take a third of the time; one account has them, so that their functions run too.
      supportsAnalytics: name === 'sandbox-container',
    });
    if (status !== 201) throw new Error(`${name} could not be connected: ${status} ${JSON.stringify(body)}`);
    platformIds.set(standIn, body.id);
  }
  standIns.images.letChoose((request) => faults.onRequest(imageServer, request));
  await herald.cloud.idle();
  return {
    herald,
    standIns,
    faults,
    platformIdOf: (standIn) => platformIds.get(standIn)!,
    async close() {
      await Promise.all([herald.close(), standIns.close()]);
    },
  };
}
