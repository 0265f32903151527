import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { countVisibleCalls, latenessOf, visibleCalls } from '../bench/visible-calls.ts';
import { startWordpressServer, type WordpressDouble } from '../doubles/wordpress-server.ts';
import { type Herald, startHerald } from '../support/herald.ts';
import synthesizeOnce from '../support/synthesize-once.ts';
import type { AttackReport, AttackSetup } from './attack.ts';
import { Deaths } from './deaths.ts';
import { type Neighbour, neighbourOf } from './neighbour.ts';
import { isGood, verdict } from './verdict.ts';

const POSTS = 60;
/** Posts go out while the attack has found its feet and before it ends. */
const WARM_UP_MS = 15_000;
const PATIENCE_MS = 60_000;

/**
 * `npm run test:hostile -- --seconds N`: in real time, a tenant's posts go out while other tenants connect sites and feeds
 * that answer as no honest server does, send texts of the full size that are made to be slow, and flood the API. Exit code
 * 1 where a post is lost, doubled or late, or a function's process dies.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { seconds: { type: 'string', default: '120' } } });
  const seconds = Number(values.seconds);
  if (!Number.isInteger(seconds) || seconds < 30) throw new Error('--seconds takes a whole number from 30 on.');
  const cleanUp = synthesizeOnce();
  const deaths = new Deaths();
  const herald = await startHerald({ jitterSeconds: 60, onFunctionLine: (name, line) => deaths.read(name, line) });
  const site = await startWordpressServer();
  let attackers: ChildProcess | undefined;
  try {
    const neighbour = await neighbourOf(herald, site);
    const start = Date.now() + WARM_UP_MS;
    const posts = await neighbour.schedule(POSTS, start, seconds * 1000 - WARM_UP_MS);
    attackers = await attack(herald, seconds);
    const reports = once(attackers, 'message') as Promise<[AttackReport]>;
    await watch(site, posts.length, Date.now() + seconds * 1000 + PATIENCE_MS, seconds);
    if (attackers.connected) attackers.send('stop');
    const [report] = await reports;
    await settled(neighbour);
    const late = latenessOf(await visibleCalls(site), posts);
    const outcome = { late, statuses: await neighbour.statuses(), deaths: deaths.found, report };
    process.stdout.write(verdict(outcome));
    process.exitCode = isGood(outcome) ? 0 : 1;
  } finally {
    attackers?.kill();
    await herald.close();
    await site.close();
    cleanUp();
  }
}

/** The attackers are a process of their own: what they burn is not Herald's. */
async function attack(herald: Herald, seconds: number): Promise<ChildProcess> {
  const tenants = await Promise.all(['Sites', 'Feeds', 'Texts', 'Flood'].map((name) => herald.newTenant(name)));
  const child = fork(join(import.meta.dirname, 'attack.ts'));
  const setup: AttackSetup = { url: herald.cloud.url, apiKeys: tenants.map(({ apiKey }) => apiKey), seconds };
  child.send(setup);
  return child;
}

async function watch(site: WordpressDouble, expected: number, giveUp: number, seconds: number): Promise<void> {
  const visible = countVisibleCalls(site);
  const start = Date.now();
  while (visible() < expected && Date.now() < giveUp) {
    const line = `${Math.round((Date.now() - start) / 1000)} of ${seconds} s, ${visible()} of ${expected} posts are out`;
    process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
    await wait(process.stderr.isTTY ? 1_000 : 10_000);
  }
}

async function settled(neighbour: Neighbour): Promise<void> {
  const giveUp = Date.now() + PATIENCE_MS;
  while (Date.now() < giveUp) {
    const { published = 0 } = await neighbour.statuses();
    if (published === POSTS) return;
    await wait(500);
  }
}

await main();
