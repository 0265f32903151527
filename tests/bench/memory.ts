import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startLoad } from './beside/load.ts';
import type { Report } from './figures.ts';
import { dueAtOnce } from './planned-post.ts';
import { type StartedHerald, startProcess, withFolder } from './started-herald.ts';
import { table } from './statistics.ts';
import type { Size } from './workload.ts';

const ROUNDS = 2;
const REQUESTS = 25_000;
const BURST = 200;
const CALLERS = 8;
const QUIET_MS = 5_000;
const LOOK_MS = 200;
const AHEAD_MS = 60_000;
const PATIENCE_MS = 120_000;
const DAY_MS = 86_400_000;

/** What `npm start` holds in memory: idle, while posts of one moment go out, and after rounds of requests. */
export async function benchMemory(size: Size): Promise<Report> {
  const requests = size(REQUESTS);
  return withFolder(async (data) => {
    const herald = await startProcess(data);
    const load = await startLoad();
    try {
      raiseLimits(data);
      await wait(QUIET_MS);
      const rows: [string, number][] = [['idle', herald.residentMb()]];
      const { id: platformId } = await api(herald, 'POST', 'platforms', { kind: 'sandbox', name: 'Bench' });
      const posts = Math.min(BURST, requests);
      rows.push([`most while ${posts} posts of one moment go out`, await peakWhile(herald, () => burst(platformId))]);
      for (let round = 1; round <= ROUNDS; round += 1) {
        const target = { url: herald.url, apiKey: herald.apiKey };
        const from = Date.now() + round * DAY_MS;
        const ask = () => load.ask('throughput', { target, platformId, from, requests, callers: CALLERS });
        rows.push([`most in round ${round}`, await peakWhile(herald, ask)]);
        await wait(QUIET_MS);
        rows.push([`after round ${round}`, herald.residentMb()]);
      }
      const of = (name: string) => rows.find(([row]) => row.startsWith(name))![1];
      const text = table(`Resident memory of npm start in MB, rounds of ${requests} requests`, ['', 'MB'], rows);
      const figures = [
        { what: 'memory, idle', unit: 'MB', herald: of('idle') },
        { what: 'memory, most in a burst', unit: 'MB', herald: of('most while') },
        { what: 'memory, round 2 by round 1', unit: '×', herald: of('most in round 2') / of('most in round 1') },
      ];
      return { text, figures };

      async function burst(platform: string): Promise<void> {
        const planned = dueAtOnce(posts, Math.ceil((Date.now() + AHEAD_MS) / 1000) * 1000);
        const made = planned.map(({ due, ...post }) => ({
          ...post,
          platformId: platform,
          scheduledFor: new Date(due).toISOString(),
          apiKey: herald.apiKey,
        }));
        await load.ask('schedule', { url: herald.url, posts: made, callers: CALLERS });
        const deadline = Date.now() + AHEAD_MS + PATIENCE_MS;
        const left = async () => (await api(herald, 'GET', 'distributions?status=scheduled&limit=1')).items.length > 0;
        while (planned[0]!.due > Date.now() || (await left())) {
          if (Date.now() > deadline) throw new Error('Posts of the burst have not gone out.');
          await wait(1_000);
        }
      }
    } finally {
      await load.close();
      await herald.close();
    }
  });
}

async function peakWhile(herald: StartedHerald, work: () => Promise<unknown>): Promise<number> {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, herald.residentMb());
  }, LOOK_MS);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return peak;
}

/** One key asks for more than its limit allows unless an operator raises it. */
function raiseLimits(data: string): void {
  const { tenantId } = JSON.parse(readFileSync(join(data, 'admin-key.json'), 'utf8')) as { tenantId: string };
  for (const name of ['requestsPerMinuteAndKey', 'requestsPerMinute']) {
    const limit = ['--tenant', tenantId, '--name', name, '--value', '60000', '--data', data];
    execFileSync(process.execPath, ['functions/admin/main.ts', 'set-limit', ...limit]);
  }
}

async function api({ url, apiKey }: StartedHerald, method: string, path: string, body?: object) {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const response = await fetch(`${url}/api/v1/${path}`, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${await response.text()}`);
  // biome-ignore lint/suspicious/noExplicitAny: an answer is read field by field
  return (await response.json()) as any;
}
