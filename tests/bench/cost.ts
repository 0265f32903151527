import { type Bill, bill, quantities } from './bill.ts';
import type { Report } from './figures.ts';
import { type HeraldRun, letThemPublish, schedulePosts, withHerald } from './herald-run.ts';
import { nextHour, spreadOver } from './planned-post.ts';
import { table } from './statistics.ts';
import { countAlarms, countKeys } from './template-resources.ts';
import { measureUsage, type Usage } from './usage.ts';

const POSTS = 100;
const PER = 1000;
const SCALE = PER / POSTS;
/** One a second: each function call then waits for its post's second as it does where there are workers enough. */
const SPREAD_MS = 100_000;
/** The check message that follows each post comes 26 seconds later. */
const AFTERWARDS_MS = 60_000;
const HOUR_MS = 3_600_000;
/** How long a post's figures are asked for each hour. */
const FIGURES_HOURS = 7 * 24;
const SWEEPS = 10;
const SWEEP_MS = 120_000;
const SWEEPS_A_MONTH = 21_600;
/** AWS's pollers on the three queues that posts and figures go through: 3 x 5 x 3 a minute x 43,200 minutes. */
const POLLS_A_MONTH = 1_944_000;
/** How many overdue posts; how late posts were, for the platform and for all together. */
const CUSTOM_METRICS = 3;
/** They run by the clock, whether a post is due or not. */
const BY_THE_CLOCK = ['Sweep', 'PlanMetrics', 'SyncMetrics'];

/** What posts cost at AWS: what was counted here, at AWS's list prices. */
export async function benchCost(): Promise<Report> {
  const logged = new Map<string, number>();
  const onFunctionLine = (name: string, line: string) =>
    void logged.set(name, (logged.get(name) ?? 0) + Buffer.byteLength(line) + 1);
  const measure = async (work: () => Promise<void>) => {
    logged.clear();
    const used = await measureUsage(work);
    for (const [name, usage] of used) usage.logBytes = logged.get(name) ?? 0;
    return used;
  };
  const { posting, syncing, sweeping } = await withHerald(
    async (run) => ({
      posting: await measure(() => publish(run)),
      syncing: await measure(() => run.herald.cloud.advance(HOUR_MS)),
      sweeping: await measure(async () => {
        for (let sweep = 0; sweep < SWEEPS; sweep += 1) await run.herald.cloud.advance(SWEEP_MS);
      }),
    }),
    { onFunctionLine },
  );
  for (const name of BY_THE_CLOCK) posting.delete(name);
  syncing.delete('Sweep');
  const [post, snapshot, month] = [postBill(posting), snapshotBill(syncing), monthBill(sweeping.get('Sweep')!)];
  const writeUnits = [...posting.values()].reduce((sum, usage) => sum + usage.writeUnits, 0);
  return {
    text: [byFunction(posting), ...[post, snapshot, month].map(({ text }) => text)].join(''),
    figures: [
      { what: 'write units of a post, from the request to published', unit: 'units', herald: writeUnits / POSTS },
      { what: `AWS's bill for ${PER} posts, to published`, unit: '$', herald: post.total },
      {
        what: `the same with the figures of each hour for ${FIGURES_HOURS / 24} days`,
        unit: '$',
        herald: post.total + FIGURES_HOURS * snapshot.total,
      },
    ],
  };
}

async function publish(run: HeraldRun): Promise<void> {
  const posts = spreadOver(POSTS, nextHour(), SPREAD_MS);
  await schedulePosts(run, posts);
  await letThemPublish(run, posts);
  await run.herald.cloud.advance(AFTERWARDS_MS);
}

function byFunction(used: Map<string, Usage>): string {
  const rows = [...used].map(([name, usage]) => [
    name,
    ...[usage.invocations * SCALE, usage.milliseconds / usage.invocations, usage.gigabyteSeconds * SCALE],
    ...[usage.writeUnits * SCALE, usage.readUnits * SCALE, (usage.logBytes / 1000) * SCALE].map(Math.round),
  ]);
  return table(
    `What ${PER} posts take, by function (counted over ${POSTS}; durations are those of this machine, waiting for the due second and loading included)`,
    ['function', 'invocations', 'ms each', 'GB-s', 'write units', 'read units', 'log kB'],
    rows,
  );
}

function postBill(used: Map<string, Usage>): Bill {
  return bill(
    `AWS's bill for ${PER} posts: asked for over the API, woken by schedules of their own, published, all on record (us-east-1,\n` +
      'no free tiers). Free: reading the stream, making schedules. S3 has only texts that do not fit into an item',
    {
      ...quantities(used.values(), SCALE),
      httpRequests: PER,
      schedulerFirings: used.get('Wake')!.invocations * SCALE,
    },
  );
}

function snapshotBill(used: Map<string, Usage>): Bill {
  return bill(
    `AWS's bill for ${PER} snapshots of figures (${POSTS} posts of one account); figures that did not change cost less`,
    quantities(used.values(), SCALE),
  );
}

function monthBill(sweep: Usage): Bill {
  const sweeps = quantities([sweep], SWEEPS_A_MONTH / SWEEPS);
  return bill("AWS's bill for a month and stage with one connected account and no posts", {
    ...sweeps,
    sqsRequests: (sweeps.sqsRequests ?? 0) + POLLS_A_MONTH,
    alarms: countAlarms(process.env.HERALD_TEMPLATE!),
    customMetrics: CUSTOM_METRICS,
    keys: countKeys(process.env.HERALD_TEMPLATE!),
  });
}
