import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultPlan } from '../../infra/local/faults/fault-plan.ts';
import { type Herald, type Json, startHerald } from '../support/herald.ts';
import { peerSetting } from './peer-contract.ts';

const wordpress = peerSetting('PEER_WORDPRESS_URL');
const bluesky = peerSetting('PEER_BLUESKY_URL');
const identifier = peerSetting('PEER_BLUESKY_IDENTIFIER');

/** Kills the worker at the moment when a real server has taken the post and nothing of it is written down here. */
function killAfterAcceptance(): { plan: FaultPlan; kills: number } {
  const state = { kills: 0, plan: {} as FaultPlan };
  state.plan.onCall = ({ operation, moment, body }) => {
    const writesSuccess = operation === 'TransactWriteItems' && body.includes('DISTRIBUTION_PUBLISHED');
    if (state.kills > 0 || moment !== 'before' || !writesSuccess) return undefined;
    state.kills += 1;
    return { kind: 'kill' };
  };
  return state;
}

describe('a publisher that is killed right after a real server took the post', () => {
  const directory = mkdtempSync(join(tmpdir(), 'herald-peers-'));
  let herald: Herald;
  beforeAll(async () => {
    herald = await startHerald({ directory });
  });
  afterAll(async () => {
    await herald?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const crashAndRestart = async (platform: object, post: object): Promise<Json> => {
    const { apiKey, tenantId } = herald;
    const killer = killAfterAcceptance();
    await herald.close();
    herald = await startHerald({ directory, tenant: { apiKey, tenantId }, faults: killer.plan });
    const platformId = (await herald.api('POST', '/api/v1/platforms', platform)).body.id;
    const made = await herald.api('POST', '/api/v1/distributions', { platformId, ...post });
    const path = `/api/v1/distributions/${made.body.id}`;
    await herald.api('POST', `${path}/publish`);
    await herald.until(path, () => killer.kills === 1, 'The kill');
    expect((await herald.api('GET', path)).body.status).toBe('publishing');

    await herald.close();
    herald = await startHerald({ directory, tenant: { apiKey, tenantId } });
    for (const seconds of [30, 10, 60]) await herald.cloud.advance(seconds * 1000);
    return herald.until(path, ({ status }) => status === 'published', 'Finding the post');
  };

  it('finds it on WordPress after a restart: one post there, "published" here', async () => {
    const title = `Killed ${crypto.randomUUID()}`;
    const credentials = {
      username: peerSetting('PEER_WORDPRESS_USER'),
      appPassword: peerSetting('PEER_WORDPRESS_PASSWORD'),
    };
    const body =
      'A text that is long enough for a blog: it tells of the launch, of who made it, why, and of what comes next.';
    const platform = { kind: 'wordpress', name: 'Blog', publishConfig: { apiUrl: wordpress }, credentials };
    const post = await crashAndRestart(platform, { title, body });
    const standing = (await (await fetch(`${wordpress}/wp-json/wp/v2/posts?per_page=100`)).json()) as Json[];
    const ours = standing.filter(({ title: shown }) => shown.rendered === title);
    expect(ours.map(({ id }) => String(id))).toEqual([post.externalId]);
  });

  it('finds it on Bluesky after a restart: one post there, "published" here', async () => {
    const text = `Killed ${crypto.randomUUID()}`;
    const credentials = { identifier, appPassword: peerSetting('PEER_BLUESKY_PASSWORD') };
    const platform = { kind: 'bluesky', name: 'Bluesky', publishConfig: { service: bluesky }, credentials };
    const post = await crashAndRestart(platform, { body: text });
    const query = new URLSearchParams({ repo: identifier, collection: 'app.bsky.feed.post', limit: '100' });
    const listed = (await (await fetch(`${bluesky}/xrpc/com.atproto.repo.listRecords?${query}`)).json()) as Json;
    const ours = listed.records.filter(({ value }: Json) => value.text === text);
    expect(ours.map(({ uri }: Json) => uri)).toEqual([post.externalId]);
  });
});
