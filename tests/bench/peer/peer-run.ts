import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startChild } from '../beside/child.ts';
import { type Load, startLoad } from '../beside/load.ts';
import type { Target } from '../beside/load-process.ts';
import { type Site, startSite } from '../beside/site.ts';
import { cpuOfTree } from '../cpu.ts';
import type { PlannedPost } from '../planned-post.ts';
import type { VisibleCall } from '../visible-calls.ts';

/** What `app/main.ts` can be asked. */
export type PeerOperations = {
  /** @returns where its API is */
  start(site: { url: string; username: string; appPassword: string }): Promise<Target>;
  /** @returns how many posts are not on record as published */
  unpublished(): Promise<number>;
};

export interface PeerRun {
  target: Target;
  site: Site;
  load: Load;
  unpublished(): Promise<number>;
  /** Of its process, Redis and PostgreSQL so far, in milliseconds. */
  cpu(): number;
}

const AT_A_TIME = 8;
const PATIENCE_MS = 600_000;
const LEAD_MS = 5_000;
const LEAD_PER_POST_MS = 15;

/** An empty peer that posts to a stand-in of its own. */
export async function withPeer<Result>(work: (run: PeerRun) => Promise<Result>): Promise<Result> {
  const [site, load] = await Promise.all([startSite(), startLoad()]);
  const peer = await startChild<PeerOperations>(join(import.meta.dirname, 'app/main.ts'));
  try {
    const { url, username, appPassword } = site;
    const target = await peer.ask('start', { url, username, appPassword });
    return await work({
      ...{ target, site, load },
      unpublished: () => peer.ask('unpublished'),
      cpu: () => cpuOfTree(peer.pid),
    });
  } finally {
    await Promise.all([peer.close(), site.close(), load.close()]);
  }
}

/** How far ahead so many posts must be due: the peer's clock cannot be moved. */
export const leadFor = (posts: number): number => LEAD_MS + posts * LEAD_PER_POST_MS;

export async function schedulePeersPosts({ target: { url, apiKey }, load }: PeerRun, posts: PlannedPost[]) {
  await load.ask('schedule', {
    url,
    callers: AT_A_TIME,
    posts: posts.map(({ title, body, due }) => ({
      ...{ apiKey, platformId: 'site', title, body, scheduledFor: new Date(due).toISOString() },
    })),
  });
  if (Date.now() > posts[0]!.due) throw new Error('its posts were not scheduled before the first was due.');
}

/** @returns the calls that made the posts public, once all of them are on record */
export async function letPeerPublish({ site, unpublished }: PeerRun, posts: PlannedPost[]): Promise<VisibleCall[]> {
  const give = performance.now() + PATIENCE_MS;
  for (let visible = 0; visible < posts.length || (await unpublished()) > 0; visible = await site.visible()) {
    if (performance.now() > give) throw new Error(`only ${visible} of its ${posts.length} posts were published.`);
    await wait(50);
  }
  return site.calls();
}
