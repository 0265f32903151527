import fc from 'fast-check';
import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import { act, actNames, connect, type Kind, kinds, resolveTruly, schedule } from './support/account.ts';
import { type Choice, choices } from './support/faults.ts';
import { resetIds } from './support/ids.ts';
import { inWorld, replaceServices } from './support/run-world.ts';
import { faultsOf, faultsOfActors } from './support/verdict.ts';

vi.mock('../../../shared/cloud/clock.ts', async (original) => ({
  ...(await original<object>()),
  sleepUntil: (await import('./support/running.ts')).sleepUntil,
}));
vi.mock('../../../shared/platforms/safe-fetch.ts', async () => ({
  createSafeFetch: (await import('./support/run-world.ts')).createPracticeFetch,
}));
vi.mock('../../../shared/cloud/emit-metric.ts', () => ({ emitMetric: () => {} }));
vi.mock('../../../shared/domain/ids.ts', async (original) => ({
  ...(await original<object>()),
  newId: (await import('./support/ids.ts')).nextId,
}));

const numRuns = Number(process.env.HERALD_PROPERTY_RUNS ?? 60);
const MOST_STEPS = 3_000;

const acts = fc.array(fc.record({ name: fc.constantFrom(...actNames), at: fc.integer({ min: -240, max: 60 }) }), {
  maxLength: 3,
});
type Acts = { name: (typeof actNames)[number]; at: number }[];

beforeEach(replaceServices);
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** One post, due in `dueIn` seconds; acts are so many seconds from its due moment. */
async function publishOne(kind: Kind, dueIn: number, planned: Acts, order: Choice[]): Promise<void> {
  resetIds();
  await inWorld(async (world) => {
    const { interleaving } = world;
    const platform = await connect(kind);
    const post = await schedule(platform, 'alpha', dueIn * 1000);
    for (const { name, at } of planned) {
      world.acts.push({ name, at: Math.max(0, (dueIn + at) * 1000), work: () => act(world, platform, post, name) });
    }
    for (const choice of order) await interleaving.step(choice);
    await interleaving.drain(MOST_STEPS);
    if (world.states.get(post.id)?.status === 'unknown') {
      await resolveTruly(world, platform, post);
      await interleaving.drain(MOST_STEPS);
    }
    return [...(await faultsOf(world, platform, post)), ...faultsOfActors(interleaving.actors)];
  });
}

describe('one post under any order of calls', () => {
  it('goes out once where nothing goes wrong', async () => {
    for (const kind of kinds) await publishOne(kind, 700, [], []);
  });

  it.each(kinds)('stands once at most, and as its record says, whatever goes wrong: %s', async (kind) => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(0, 20, 150, 900), acts, choices, async (dueIn, planned, order) =>
        publishOne(kind, dueIn, planned, order),
      ),
      { numRuns },
    );
  });
});
