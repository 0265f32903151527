import { setTimeout as wait } from 'node:timers/promises';
import { realNow } from '../../infra/local/clock/replace-date.ts';
import { type Herald, startHerald } from '../support/herald.ts';
import { type Load, startLoad } from './beside/load.ts';
import { type Site, startSite } from './beside/site.ts';
import { checked } from './checked.ts';
import type { PlannedPost } from './planned-post.ts';
import type { VisibleCall } from './visible-calls.ts';

/** Scheduler fires anywhere in a minute, as on AWS. */
export const JITTER_SECONDS = 60;
const AT_A_TIME = 8;
/** The first wake-ups come two minutes before the due moment. */
const WAKE_AHEAD_MS = 125_000;
const REAL_TIME_AHEAD_MS = 5_000;
const STEP_MS = 1_000;
const PATIENCE_MS = 600_000;

/** A tenant's account. */
export interface Account {
  apiKey: string;
  platformId: string;
}

export interface HeraldRun {
  herald: Herald;
  /** It and the callers are processes of their own, so that this one's CPU and memory are Herald's. */
  site: Site;
  load: Load;
  account: Account;
  /** How far the clock was moved by then, newest last; times are real ones. */
  moves: { at: number; offset: number }[];
}

/** An empty Herald with one WordPress site connected. */
export async function withHerald<Result>(
  work: (run: HeraldRun) => Promise<Result>,
  options: Parameters<typeof startHerald>[0] = {},
): Promise<Result> {
  const [site, load] = await Promise.all([startSite(), startLoad()]);
  const herald = await startHerald({ jitterSeconds: JITTER_SECONDS, ...options });
  try {
    const account = await connectSite(herald, site, herald.apiKey);
    return await work({ herald, site, load, account, moves: [{ at: 0, offset: 0 }] });
  } finally {
    await Promise.all([herald.close(), site.close(), load.close()]);
  }
}

export async function connectSite(herald: Herald, site: Site, apiKey: string): Promise<Account> {
  const { username, appPassword, url } = site;
  const account = {
    kind: 'wordpress',
    name: 'Bench',
    publishConfig: { apiUrl: url },
    credentials: { username, appPassword },
  };
  const authorization = `Bearer ${apiKey}`;
  const { body } = await checked(herald.api('POST', '/api/v1/platforms', account, { authorization }));
  return { apiKey, platformId: body.id };
}

/** @param accounts take turns */
export async function schedulePosts(
  { herald, load, account }: HeraldRun,
  posts: PlannedPost[],
  accounts = [account],
): Promise<void> {
  await load.ask('schedule', {
    url: herald.cloud.url,
    callers: AT_A_TIME,
    posts: posts.map(({ title, body, due }, index) => ({
      ...accounts[index % accounts.length]!,
      ...{ title, body, scheduledFor: new Date(due).toISOString() },
    })),
  });
  await herald.cloud.idle();
}

/**
 * Lets the posts' due moments come. Wherever lateness could arise time is real: the clock is moved only while nothing
 * runs and no message is visible, never within five seconds before a due moment, and then not before every post of that
 * moment is public. While wake-ups come it moves by a second at a time, so that they come as spread as they would.
 *
 * @returns the calls that made them public, by Herald's clock
 */
export async function letThemPublish(run: HeraldRun, posts: PlannedPost[]): Promise<VisibleCall[]> {
  const { cloud } = run.herald;
  const before = await run.site.visible();
  const due = posts.map((post) => post.due).sort((a, b) => a - b);
  const isFar = (moment: number) => moment - cloud.clock.now() > REAL_TIME_AHEAD_MS;
  for (const moment of new Set(due)) {
    // Posts may be so close together that the clock is not moved between them: then nobody waits for each.
    if (isFar(moment)) await awaitPublic(run, before + due.filter((one) => one < moment).length, posts.length);
    if (isFar(moment)) await approach(run, moment);
  }
  await awaitPublic(run, before + posts.length, posts.length);
  await cloud.idle();
  process.stderr.write('\n');
  return byHeraldsClock(run, await run.site.calls());
}

async function awaitPublic({ site }: HeraldRun, expected: number, all: number): Promise<void> {
  const give = performance.now() + PATIENCE_MS;
  for (;;) {
    const visible = await site.visible();
    if (visible >= expected) {
      process.stderr.write(`\rpublished ${visible} of ${all} `);
      return;
    }
    if (performance.now() > give) throw new Error(`Only ${visible} of ${expected} posts were published.`);
    await wait(50);
  }
}

async function approach(run: HeraldRun, moment: number): Promise<void> {
  const { cloud } = run.herald;
  await cloud.idle();
  const quiet = moment - WAKE_AHEAD_MS - cloud.clock.now();
  if (quiet > 0) await move(run, quiet);
  for (;;) {
    const left = moment - REAL_TIME_AHEAD_MS - cloud.clock.now();
    if (left <= 0) break;
    await move(run, Math.min(STEP_MS, left));
  }
}

/** Where much is to be done, posts become public while the clock is still moved: each move is noted. */
async function move({ herald: { cloud }, moves }: HeraldRun, milliseconds: number): Promise<void> {
  const note = () => moves.push({ at: realNow(), offset: Number(new BigInt64Array(cloud.clock.offset)[0]) });
  const moved = cloud.advance(milliseconds);
  note();
  await moved;
  note();
}

function byHeraldsClock({ moves }: HeraldRun, calls: VisibleCall[]): VisibleCall[] {
  return calls.map(({ title, at }) => ({ title, at: at + moves.findLast((move) => move.at <= at)!.offset }));
}
