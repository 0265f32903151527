import type { Report } from './figures.ts';
import { type HeraldRun, letThemPublish, schedulePosts, withHerald } from './herald-run.ts';
import { ON_THE_WAY } from './on-the-way.ts';
import { dueAtOnce, nextHour, spreadOver } from './planned-post.ts';
import { table } from './statistics.ts';
import { measureUsage, type Usage } from './usage.ts';

/** Enough to start every worker and to have its code compiled. */
const WARMING = 240;
const POSTS = 120;
/** Slow enough that no post waits for another. */
const SPREAD_MS = 36_000;
/** Past the check of each visible call. */
const AFTERWARDS_MS = 60_000;
const DAY_MS = 86_400_000;
/** Lambda itself calls these in the name of the function. */
const BY_THE_POLLER = ['sqs.ReceiveMessage', 'sqs.DeleteMessageBatch'];

/** What a post costs in our own functions once they are warm: what AWS bills, and what limits how many go out a second. */
export async function benchFunctions(): Promise<Report> {
  const used = await withHerald(async (run) => {
    await carry(run, dueAtOnce(WARMING, nextHour(), 'Warming'));
    // The next day, so that no two posts say the same within one.
    const posts = spreadOver(POSTS, nextHour() + DAY_MS, SPREAD_MS);
    return measureUsage(() => carry(run, posts));
  });
  const rows = Object.entries(ON_THE_WAY).map(([name, step]) => [`${step}: ${name}`, ...perPost(used.get(name))]);
  const sums = rows[0]!.slice(1).map((_, column) => rows.reduce((sum, row) => sum + Number(row[column + 1]), 0));
  const text = table(
    `Our functions per post, warm (mean of ${POSTS} WordPress posts, one every ${SPREAD_MS / POSTS} ms). CPU is that of the\n` +
      "function's thread; seconds of Publish are those for which a post holds one of its places",
    ['step: function', 'CPU ms', 'invocations', 'AWS calls', 'seconds'],
    [...rows, ['sum', ...sums]],
  );
  const [cpu, , calls] = sums;
  return {
    text,
    figures: [
      { what: 'CPU of our own functions a post, warm', unit: 'ms', herald: cpu! },
      { what: 'calls of AWS a post', unit: 'calls', herald: calls! },
      { what: 'a post holds a place of Publish', unit: 's', herald: perPost(used.get('Publish'))[3]! },
    ],
  };
}

async function carry(run: HeraldRun, posts: ReturnType<typeof dueAtOnce>): Promise<void> {
  await schedulePosts(run, posts);
  await letThemPublish(run, posts);
  await run.herald.cloud.advance(AFTERWARDS_MS);
}

function perPost(usage: Usage | undefined): number[] {
  if (usage === undefined) return [0, 0, 0, 0];
  const { cpuMilliseconds, invocations, roundTrips, others, milliseconds } = usage;
  const calls = [...others].reduce(
    (sum, [call, count]) => sum + (BY_THE_POLLER.includes(call) ? 0 : count),
    roundTrips,
  );
  return [cpuMilliseconds, invocations, calls, milliseconds / 1000].map((value) => value / POSTS);
}
