import { setTimeout as wait } from 'node:timers/promises';
import type { AwsBehaviour } from '../../infra/local/faults/aws-behaviour.ts';
import { type Site, startSite } from '../bench/beside/site.ts';
import { checked } from '../bench/checked.ts';
import { connectSite } from '../bench/herald-run.ts';
import type { PlannedPost } from '../bench/planned-post.ts';
import { percentile, ratio, seconds, table } from '../bench/statistics.ts';
import { latenessOf } from '../bench/visible-calls.ts';
import { type Herald, startHerald } from '../support/herald.ts';

const ROWS = 400;
const ROUNDS = 2;
const MOST_TIMES = 2;
const CREATES = 300;
const MANY_ROWS = 5_000;
const AHEAD_MS = 2_000;
const BETWEEN_POSTS_MS = 1_500;
const MOST_LATE_MS = 3_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** As DynamoDB does: two transactions that touch one item at once cancel each other. */
const conflicts: AwsBehaviour = { transactionHoldMs: [5, 12] };

/** What the amounts of an honest tenant cost itself and others. @returns whether it is little */
export async function runAmounts(): Promise<boolean> {
  const isEach = [
    await withHerald({}, (quiet) => withHerald(conflicts, (busy) => besideConflicts(quiet, busy))),
    await withHerald(conflicts, manyCreates),
    await withHerald(conflicts, besideAnImport),
  ];
  return isEach.every(Boolean);
}

/** The same import with conflicts and without, in turns, so that both have the same machine. */
async function besideConflicts(quiet: Herald, busy: Herald): Promise<boolean> {
  const [without, withThem]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    without.push(await importRows(quiet, ROWS));
    withThem.push(await importRows(busy, ROWS));
  }
  const [calm, met] = [Math.min(...without), Math.min(...withThem)];
  const title = `An import of ${ROWS} rows of one account, the better of ${ROUNDS}: at most ${MOST_TIMES} times as long under conflicts`;
  const rows = [
    ['no conflicts', seconds(calm), conflictsOf(quiet)],
    ['transactions of 5 to 12 ms', seconds(met), conflictsOf(busy)],
    ['ratio', ratio(met, calm), ''],
  ];
  process.stdout.write(table(title, ['', 's', 'conflicts'], rows));
  return met <= MOST_TIMES * calm;
}

/** As a program asks that has a list of posts. */
async function manyCreates(herald: Herald): Promise<boolean> {
  const platformId = await newAccount(herald);
  const start = performance.now();
  const create = (nth: number) =>
    herald.api('POST', '/api/v1/distributions', { platformId, body: `At once ${nth}`, scheduledFor: far(nth) });
  const answers = await Promise.all(Array.from({ length: CREATES }, (_, nth) => create(nth)));
  const groups = Map.groupBy(answers, ({ status }) => status);
  const rows = [...groups].sort(([one], [other]) => one - other).map(([status, of]) => [String(status), of.length]);
  const title = `${CREATES} creates of one account at once, ${seconds(performance.now() - start)} s in all, ${conflictsOf(herald)} conflicts: no 5xx`;
  process.stdout.write(table(title, ['status', 'answers'], rows));
  return answers.every(({ status }) => status < 500);
}

/** Another tenant plans posts for in two seconds as long as the import takes. */
async function besideAnImport(herald: Herald): Promise<boolean> {
  const site = await startSite();
  try {
    const plan = await neighbourOn(herald, site);
    const posts: PlannedPost[] = [];
    const ended = importRows(herald, MANY_ROWS);
    const isOver = ended.then(() => true);
    while (!(await Promise.race([isOver, wait(BETWEEN_POSTS_MS, false)]))) posts.push(await plan(posts.length));
    await herald.cloud.idle();
    const late = latenessOf(await site.calls(), posts);
    const title = `Posts due in ${AHEAD_MS / 1000} s of another tenant, beside an import of ${MANY_ROWS} rows: less than ${MOST_LATE_MS / 1000} s late`;
    const shares = [0.5, 0.95, 1].map((share) => seconds(percentile(late, share)));
    const row = ['late', posts.length, ...shares, seconds(await ended)];
    process.stdout.write(table(title, ['', 'posts', 'p50 s', 'p95 s', 'max s', 'import s'], [row]));
    return Math.max(...late) < MOST_LATE_MS;
  } finally {
    await site.close();
  }
}

async function neighbourOn(herald: Herald, site: Site): Promise<(nth: number) => Promise<PlannedPost>> {
  const { apiKey, platformId } = await connectSite(herald, site, (await herald.newTenant('Neighbour')).apiKey);
  return async (nth) => {
    const due = Date.now() + AHEAD_MS;
    const title = `Neighbour ${nth}`;
    const post = { title, body: `${title}. `.padEnd(200, 'It is due in two seconds. ') };
    const asked = { platformId, ...post, scheduledFor: new Date(due).toISOString() };
    await checked(herald.api('POST', '/api/v1/distributions', asked, { authorization: `Bearer ${apiKey}` }));
    return { ...post, due };
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

async function withHerald(behaviour: AwsBehaviour, work: (herald: Herald) => Promise<boolean>): Promise<boolean> {
  const herald = await startHerald({ behaviour });
  try {
    return await work(herald);
  } finally {
    await herald.close();
  }
}

const far = (nth: number) => new Date(Date.now() + 30 * DAY_MS + nth * MINUTE_MS).toISOString();
const conflictsOf = ({ cloud }: Herald) => cloud.metrics().TransactionConflict ?? 0;
