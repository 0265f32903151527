import { setTimeout as wait } from 'node:timers/promises';
import type { AwsBehaviour } from '../../infra/local/faults/aws-behaviour.ts';
import type { Json } from '../support/herald.ts';
import { checked } from './checked.ts';
import { type HeraldRun, withHerald } from './herald-run.ts';
import type { PlannedPost } from './planned-post.ts';
import { percentile, ratio, seconds, table } from './statistics.ts';
import { latenessOf } from './visible-calls.ts';

const ROWS = 400;
const ROUNDS = 2;
const MOST_TIMES = 2;
const CREATES = 300;
const MANY_ROWS = 5_000;
const AHEAD_MS = 2_000;
const BETWEEN_POSTS_MS = 1_500;
const MOST_LATE_MS = 3_000;
const DAY_MS = 86_400_000;

/** As DynamoDB does: two transactions that touch one item at once cancel each other. */
const conflicts: AwsBehaviour = { transactionHoldMs: [5, 12] };

/** What the amounts of one tenant cost itself and others, on an AWS whose transactions meet. Sets the exit code where it is too much. */
export async function benchNeighbours(): Promise<string> {
  return (await besideConflicts()) + (await manyCreates()) + (await besideAnImport());
}

/** The same import with conflicts and without, in turns, so that both have the same machine. */
async function besideConflicts(): Promise<string> {
  return withHerald(async (quiet) =>
    withHerald(
      async (busy) => {
        const [without, withThem]: [number[], number[]] = [[], []];
        for (let round = 0; round < ROUNDS; round += 1) {
          without.push(await importRows(quiet, await accountOf(quiet), ROWS));
          withThem.push(await importRows(busy, await accountOf(busy), ROWS));
        }
        const [calm, met] = [Math.min(...without), Math.min(...withThem)];
        judge(met <= MOST_TIMES * calm);
        return table(
          `An import of ${ROWS} rows of one account, the better of ${ROUNDS}: at most ${MOST_TIMES} times as long under conflicts`,
          ['', 's', 'conflicts'],
          [
            ['no conflicts', seconds(calm), conflictsOf(quiet)],
            ['transactions of 5 to 12 ms', seconds(met), conflictsOf(busy)],
            ['ratio', ratio(met, calm), ''],
          ],
        );
      },
      { behaviour: conflicts },
    ),
  );
}

/** All at once, as a program does that has a list of posts. */
async function manyCreates(): Promise<string> {
  return withHerald(
    async (run) => {
      const platformId = await accountOf(run);
      const start = performance.now();
      const answers = await Promise.all(
        Array.from({ length: CREATES }, (_, nth) =>
          run.herald.api('POST', '/api/v1/distributions', {
            platformId,
            body: `At once ${nth}`,
            scheduledFor: far(nth),
          }),
        ),
      );
      const groups = Map.groupBy(answers, ({ status }) => status);
      judge(answers.every(({ status }) => status < 500));
      return table(
        `${CREATES} creates of one account at once over HTTP: no 5xx`,
        ['', 'answers'],
        [
          ...[...groups]
            .sort(([one], [other]) => one - other)
            .map(([status, of]): [string, number] => [`${status}`, of.length]),
          ['conflicts', conflictsOf(run)],
          ['s in all', seconds(performance.now() - start)],
        ],
      );
    },
    { behaviour: conflicts },
  );
}

/** Another tenant plans posts for in two seconds as long as the import takes. */
async function besideAnImport(): Promise<string> {
  return withHerald(
    async (run) => {
      const other = await neighbourOn(run);
      const posts: PlannedPost[] = [];
      const ended = importRows(run, await accountOf(run), MANY_ROWS);
      const isOver = ended.then(() => true);
      while (!(await Promise.race([isOver, wait(BETWEEN_POSTS_MS, false)]))) posts.push(await other(posts.length));
      const took = await ended;
      await run.herald.cloud.idle();
      const late = await latenessOf(run.standIn, posts);
      judge(Math.max(...late) < MOST_LATE_MS);
      return table(
        `Posts due in ${AHEAD_MS / 1000} s of another tenant, beside an import of ${MANY_ROWS} rows: less than ${MOST_LATE_MS / 1000} s late`,
        ['', 'posts', 'p50 s', 'p95 s', 'max s', 'import s'],
        [['late', posts.length, ...[0.5, 0.95, 1].map((share) => seconds(percentile(late, share))), seconds(took)]],
      );
    },
    { behaviour: conflicts },
  );
}

async function neighbourOn({ herald, standIn }: HeraldRun): Promise<(nth: number) => Promise<PlannedPost>> {
  const { apiKey } = await herald.newTenant('Neighbour');
  const authorization = { authorization: `Bearer ${apiKey}` };
  const { username, appPassword, url } = standIn;
  const account = { kind: 'wordpress', name: 'Theirs', publishConfig: { apiUrl: url } };
  const credentials = { username, appPassword };
  const made = await checked(herald.api('POST', '/api/v1/platforms', { ...account, credentials }, authorization));
  return async (nth) => {
    const title = `Neighbour ${nth}`;
    const post = { title, body: `${title}. `.padEnd(200, 'It is due in two seconds. '), due: Date.now() + AHEAD_MS };
    const { due, ...text } = post;
    const asked = { platformId: made.body.id, ...text, scheduledFor: new Date(due).toISOString() };
    await checked(herald.api('POST', '/api/v1/distributions', asked, authorization));
    return post;
  };
}

/** An account of its own for each part, so that no text is there twice. */
async function accountOf({ herald }: HeraldRun): Promise<string> {
  return (await checked(herald.api('POST', '/api/v1/platforms', { kind: 'sandbox', name: 'Rows' }))).body.id;
}

/** @returns how long it took, in milliseconds */
async function importRows({ herald }: HeraldRun, platformId: string, count: number): Promise<number> {
  const rows = Array.from({ length: count }, (_, nth) => ({ platformId, body: `Row ${nth}`, scheduledFor: far(nth) }));
  const file = rows.map((row) => JSON.stringify(row)).join('\n');
  const start = performance.now();
  const { body } = await checked(
    herald.api('POST', '/api/v1/imports', file, { 'content-type': 'application/x-ndjson' }),
  );
  for (;;) {
    const { body: now } = await checked(herald.api('GET', `/api/v1/imports/${body.id}`));
    if (now.endedAt !== null) {
      assertAllCreated(now, count);
      return performance.now() - start;
    }
    await wait(100);
  }
}

function assertAllCreated({ counts, status }: Json, count: number): void {
  if (counts.created !== count) throw new Error(`The import is ${status}: ${JSON.stringify(counts)}`);
}

const far = (nth: number) => new Date(Date.now() + 30 * DAY_MS + nth * 60_000).toISOString();
const conflictsOf = ({ herald }: HeraldRun) => herald.cloud.metrics().TransactionConflict ?? 0;

function judge(holds: boolean): void {
  if (!holds) process.exitCode = 1;
}
