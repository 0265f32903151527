import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { countVisibleCalls, latenessOf, visibleCalls } from '../bench/visible-calls.ts';
import { startWordpressServer, type WordpressDouble } from '../doubles/wordpress-server.ts';
import { type Herald, startHerald } from '../support/herald.ts';
import type { AttackReport, AttackSetup } from './attack.ts';
import { Deaths } from './deaths.ts';
import { type Neighbour, neighbourOf } from './neighbour.ts';
import { Stages } from './stages.ts';
import { isGood, verdict } from './verdict.ts';

const POSTS = 60;
const ATTACKERS = ['Sites', 'Feeds', 'Texts', 'Flood'];
/** Posts go out while the attack has found its feet and before it ends; what so many near posts need beforehand is done by then. */
const WARM_UP_MS = 30_000;
const PATIENCE_MS = 60_000;

/**
 * In real time, a tenant's posts go out while other tenants connect sites and feeds that answer as no honest server does,
 * send texts of the full size that are made to be slow, and flood the API.
 *
 * @returns whether no post was lost, doubled or late, and no function's process died
 */
export async function runBesideAttack(seconds: number): Promise<boolean> {
  const deaths = new Deaths();
  const herald = await startHerald({ jitterSeconds: 60, onFunctionLine: (name, line) => deaths.read(name, line) });
  const site = await startWordpressServer();
  const names = new Map([[herald.tenantId, 'Neighbour']]);
  const stages = new Stages(names);
  let attackers: ChildProcess | undefined;
  try {
    const neighbour = await neighbourOf(herald, site);
    const start = Date.now() + WARM_UP_MS;
    const posts = await neighbour.schedule(POSTS, start, seconds * 1000 - WARM_UP_MS);
    attackers = await attack(herald, names, seconds);
    const reports = once(attackers, 'message') as Promise<[AttackReport]>;
    await watch(site, posts.length, Date.now() + seconds * 1000 + PATIENCE_MS, seconds);
    if (attackers.connected) attackers.send('stop');
    const [report] = await reports;
    await settled(neighbour);
    const late = latenessOf(await visibleCalls(site), posts);
    const outcome = { late, statuses: await neighbour.statuses(), deaths: deaths.found, report };
    process.stdout.write(verdict(outcome));
    process.stdout.write(stages.report(posts.map(({ id, due }, nth) => ({ id, due, late: late[nth]! }))));
    return isGood(outcome);
  } finally {
    attackers?.kill();
    stages.close();
    await herald.close();
    await site.close();
  }
}

/** The attackers are a process of their own: what they burn is not Herald's. */
async function attack(herald: Herald, names: Map<string, string>, seconds: number): Promise<ChildProcess> {
  const tenants = await Promise.all(ATTACKERS.map((name) => herald.newTenant(name)));
  for (const [index, { tenantId }] of tenants.entries()) names.set(tenantId, ATTACKERS[index]!);
  const child = fork(join(import.meta.dirname, 'attack.ts'));
  // What attackers burn, they burn on their own machines.
  setPriority(child.pid!, 10);
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
