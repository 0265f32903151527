import { setTimeout as wait } from 'node:timers/promises';
import type { AwsBehaviour } from '../../infra/local/faults/aws-behaviour.ts';
import { type Site, startSite } from '../bench/beside/site.ts';
import { checked } from '../bench/checked.ts';
import { connectSite } from '../bench/herald-run.ts';
import type { PlannedPost } from '../bench/planned-post.ts';
import { latenessOf } from '../bench/visible-calls.ts';
import { type Herald, startHerald } from '../support/herald.ts';

const ROWS = 400;
const CREATES = 300;
const MANY_ROWS = 5_000;
const AHEAD_MS = 2_000;
const BETWEEN_POSTS_MS = 1_500;
const POSTS_ALONE = 10;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** As DynamoDB does: two transactions that touch one item at once cancel each other. */
const conflicts: AwsBehaviour = { transactionHoldMs: [5, 12] };

/** Times in milliseconds. */
const amounts = {
  calmImport: () => withHerald({}, importOnce),
  metImport: () => withHerald(conflicts, importOnce),
  creates: () => withHerald(conflicts, manyCreates),
  besideImport: () => withHerald(conflicts, besideAnImport),
};
export type Amounts = typeof amounts;
export type AmountName = keyof Amounts;

async function importOnce(herald: Herald) {
  // The first import loads the functions.
  await importRows(herald, 1);
  const before = conflictsOf(herald);
  const took = await importRows(herald, ROWS);
  return { rows: ROWS, took, conflicts: conflictsOf(herald) - before };
}

/** As a program asks that has a list of posts. */
async function manyCreates(herald: Herald) {
  const platformId = await newAccount(herald);
  const create = (nth: number) =>
    herald.api('POST', '/api/v1/distributions', { platformId, body: `At once ${nth}`, scheduledFor: far(nth) });
  const start = performance.now();
  const answers = await Promise.all(Array.from({ length: CREATES }, (_, nth) => create(nth)));
  const took = performance.now() - start;
  return { statuses: answers.map(({ status }) => status), took, conflicts: conflictsOf(herald) };
}

/** Another tenant plans posts for in two seconds as long as the import takes. */
async function besideAnImport(herald: Herald) {
  const site = await startSite();
  try {
    const plan = await neighbourOn(herald, site);
    // What this machine makes late anyway.
    const alone: NearPost[] = [];
    while (alone.length < POSTS_ALONE) {
      alone.push(await plan(`Alone ${alone.length}`));
      await wait(BETWEEN_POSTS_MS);
    }
    const beside: NearPost[] = [];
    const ended = importRows(herald, MANY_ROWS);
    const isOver = ended.then(() => true);
    while (!(await Promise.race([isOver, wait(BETWEEN_POSTS_MS, false)]))) {
      beside.push(await plan(`Beside ${beside.length}`));
    }
    await herald.cloud.idle();
    const calls = await site.calls();
    const of = (posts: NearPost[]) => ({
      late: latenessOf(calls, posts),
      answered: posts.map(({ answered, due }) => answered - (due - AHEAD_MS)),
    });
    return { alone: of(alone), beside: of(beside), aheadMs: AHEAD_MS, rows: MANY_ROWS, took: await ended };
  } finally {
    await site.close();
  }
}

interface NearPost extends PlannedPost {
  /** When the request was answered that planned it. */
  answered: number;
}

async function neighbourOn(herald: Herald, site: Site): Promise<(title: string) => Promise<NearPost>> {
  const { apiKey, platformId } = await connectSite(herald, site, (await herald.newTenant('Neighbour')).apiKey);
  return async (title) => {
    const due = Date.now() + AHEAD_MS;
    const post = { title, body: `${title}. `.padEnd(200, 'It is due in two seconds. ') };
    const asked = { platformId, ...post, scheduledFor: new Date(due).toISOString() };
    await checked(herald.api('POST', '/api/v1/distributions', asked, { authorization: `Bearer ${apiKey}` }));
    return { ...post, due, answered: Date.now() };
  };
}

/** To an account of its own, where no text stands yet. @returns how long it took, in milliseconds */
async function importRows(herald: Herald, count: number): Promise<number> {
  const platformId = await newAccount(herald);
  const rows = Array.from({ length: count }, (_, nth) => ({ platformId, body: `Row ${nth}`, scheduledFor: far(nth) }));
  const file = rows.map((row) => JSON.stringify(row)).join('\n');
  const type = { 'content-type': 'application/x-ndjson' };
  const start = performance.now();
  const made = await checked(herald.api('POST', '/api/v1/imports', file, type));
  for (;;) {
    const { counts, status, endedAt } = (await checked(herald.api('GET', `/api/v1/imports/${made.body.id}`))).body;
    if (endedAt === null) {
      await wait(100);
      continue;
    }
    if (counts.created === count) return performance.now() - start;
    throw new Error(`The import is ${status}: ${JSON.stringify(counts)}`);
  }
}

async function newAccount(herald: Herald): Promise<string> {
  return (await checked(herald.api('POST', '/api/v1/platforms', { kind: 'sandbox', name: 'Rows' }))).body.id;
}

async function withHerald<Result>(behaviour: AwsBehaviour, work: (herald: Herald) => Promise<Result>): Promise<Result> {
  const herald = await startHerald({ behaviour });
  try {
    return await work(herald);
  } finally {
    await herald.close();
  }
}

const far = (nth: number) => new Date(Date.now() + 30 * DAY_MS + nth * MINUTE_MS).toISOString();
const conflictsOf = ({ cloud }: Herald) => cloud.metrics().TransactionConflict ?? 0;

const found = await amounts[process.argv[2] as AmountName]();
process.send!(found, () => process.exit());
