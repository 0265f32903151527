import fc from 'fast-check';
import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import type { Account } from '../../../shared/accounts/account.ts';
import {
  type ActName,
  act,
  actNames,
  connect,
  type Post,
  reconnect,
  resolveTruly,
  schedule,
  type Way,
  ways,
} from './support/account.ts';
import { type Choice, choices } from './support/faults.ts';
import { PracticeNetwork } from './support/practice-network.ts';
import { inWorld, replaceServices } from './support/run-world.ts';
import { faultsOf, faultsOfActors, faultsOfLedger } from './support/verdict.ts';
import type { World } from './support/world.ts';

vi.mock('../../../shared/kernel/time/clock.ts', async (original) => ({
  ...(await original<object>()),
  sleepUntil: (await import('./support/running.ts')).sleepUntil,
}));
vi.mock('../../../shared/platforms/http/safe-fetch.ts', async () => ({
  createSafeFetch: (await import('./support/run-world.ts')).createPracticeFetch,
}));
vi.mock('../../../shared/aws/emit-metric.ts', () => ({ emitMetric: () => {} }));
vi.mock('../../../shared/kernel/ids.ts', async (original) => ({
  ...(await original<object>()),
  newId: (await import('./support/ids.ts')).nextId,
}));

const numRuns = Number(process.env.HERALD_PROPERTY_RUNS ?? 50);
/** For the runs, and where one fails, for making it shorter. */
const TIME_MS = 40_000 + numRuns * 100;
const runs = (share = 1) => ({
  numRuns: Math.ceil(numRuns * share),
  interruptAfterTimeLimit: TIME_MS,
  markInterruptAsFailure: true,
});
vi.setConfig({ testTimeout: TIME_MS + 20_000 });
const allWays = Object.keys(ways) as Way[];
const MAX_STEPS = 1_500;

/** In seconds from the due moment, mostly where something happens: the preparation, the attempt, the call, the check. */
const moment = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(-121, -120, -119, -1, -0.4, -0.3, -0.1, 0, 0, 2, 26) },
  { weight: 1, arbitrary: fc.integer({ min: -240, max: 60 }) },
);
const name = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom<ActName>('cancel', 'editText') },
  { weight: 1, arbitrary: fc.constantFrom(...actNames) },
);
const acts: fc.Arbitrary<Acts> = fc.array(fc.record({ name, at: moment }), { maxLength: 4 });
type Acts = { name: ActName; at: number }[];

beforeEach(replaceServices);
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** Carries everything to its end; a person looks after what nobody else can tell. */
async function bringToRest(world: World, account: Account, posts: Post[]): Promise<void> {
  await world.interleaving.drain(MAX_STEPS);
  for (const post of posts) {
    if (world.states.get(post.id)?.status !== 'unknown') continue;
    await resolveTruly(world, account, post);
    await world.interleaving.drain(MAX_STEPS);
  }
}

/** One post, due in `dueIn` seconds; acts are so many seconds from its due moment. */
async function publishOne(way: Way, dueIn: number, planned: Acts, order: Choice[]): Promise<void> {
  await inWorld(new PracticeNetwork(ways[way]), async (world) => {
    const account = await connect(ways[way].kind);
    world.reconnect = () => reconnect(account);
    const post = await schedule(account, 'alpha', dueIn * 1000);
    for (const { name, at } of planned) {
      world.acts.push({ name, at: Math.max(0, (dueIn + at) * 1000), work: () => act(world, account, post, name) });
    }
    for (const choice of order) await world.interleaving.step(choice);
    await bringToRest(world, account, [post]);
    return [...(await faultsOf(world, account, post)), ...faultsOfActors(world.interleaving.actors)];
  });
}

/** Several posts of one account with limits, each due so many seconds from now. */
async function publishSeveral(limits: Partial<Account>, due: number[], planned: Acts, order: Choice[]): Promise<void> {
  await inWorld(new PracticeNetwork(), async (world) => {
    const account = await connect('sandbox', limits);
    world.reconnect = () => reconnect(account);
    const posts: Post[] = [];
    for (const [index, seconds] of due.entries()) {
      posts.push(await schedule(account, `post ${'abcdef'[index]}`, seconds * 1000));
    }
    for (const [index, { name, at }] of planned.entries()) {
      const post = posts[index % posts.length]!;
      world.acts.push({ name, at: Math.max(0, (300 + at) * 1000), work: () => act(world, account, post, name) });
    }
    for (const choice of order) await world.interleaving.step(choice);
    await bringToRest(world, account, posts);
    const faults = await Promise.all(posts.map((post) => faultsOf(world, account, post)));
    const ledger = await faultsOfLedger(world, account, posts);
    return [...faults.flat(), ...ledger, ...faultsOfActors(world.interleaving.actors)];
  });
}

describe('one post under any order of calls', () => {
  it('goes out once where nothing goes wrong', async () => {
    for (const way of allWays) await publishOne(way, 700, [], []);
  });

  it.each(allWays)('stands once at most, and as its record says, whatever goes wrong: %s', async (way) => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(0, 20, 121, 900), acts, choices, async (dueIn, planned, order) =>
        publishOne(way, dueIn, planned, order),
      ),
      runs(),
    );
  });
});

describe('posts of one account with limits', () => {
  const limits = fc.constantFrom<Partial<Account>>(
    { postsPerHour: 1 },
    { postsPerHour: 2, postsPerDay: 3 },
    { minIntervalMinutes: 7 },
  );
  const due = fc.array(fc.constantFrom(0, 60, 290, 300, 301), { minLength: 2, maxLength: 4 });

  it('have one place each in its ledger, and no hour holds more than the limit', async () => {
    await fc.assert(fc.asyncProperty(limits, due, acts, choices, publishSeveral), runs(0.5));
  });
});
