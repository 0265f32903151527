import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Herald, type Json, startHerald } from '../support/herald.ts';
import { peerSetting } from './peer-contract.ts';

const wordpress = peerSetting('PEER_WORDPRESS_URL');
const bluesky = peerSetting('PEER_BLUESKY_URL');
const identifier = peerSetting('PEER_BLUESKY_IDENTIFIER');

describe('the main job against a real WordPress and a real Bluesky server, over HTTP only', () => {
  let herald: Herald;
  beforeAll(async () => {
    herald = await startHerald();
  });
  afterAll(() => herald?.close());

  const connect = async (platform: object): Promise<string> => {
    const { status, body } = await herald.api('POST', '/api/v1/platforms', platform);
    expect(status).toBe(201);
    const verified = await herald.api('POST', `/api/v1/platforms/${body.id}/verify`);
    expect(verified.body).toMatchObject({ works: true });
    return body.id;
  };
  const inTenSeconds = () => new Date(Date.now() + 10_000).toISOString();
  const publish = async (post: object): Promise<Json> => {
    const { status, body } = await herald.api('POST', '/api/v1/distributions', post);
    expect(status).toBe(201);
    // In real time: a clock that is moved on while real servers work would make the post late by itself.
    for (let check = 0; check < 400; check += 1) {
      const post = (await herald.api('GET', `/api/v1/distributions/${body.id}`)).body;
      if (post.status === 'published') return post;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('Publishing did not happen.');
  };
  const measured = async (id: string): Promise<Json> => {
    await herald.cloud.advance(3_600_000);
    return (await herald.api('GET', `/api/v1/distributions/${id}/metrics`)).body;
  };

  it('publishes on WordPress once, on the second, with the right text and link, and measures it', async () => {
    const platformId = await connect({
      kind: 'wordpress',
      name: 'Blog',
      publishConfig: { apiUrl: wordpress },
      credentials: {
        username: peerSetting('PEER_WORDPRESS_USER'),
        appPassword: peerSetting('PEER_WORDPRESS_PASSWORD'),
      },
    });
    const title = `Launch ${crypto.randomUUID()}`;
    const text =
      'A text that is long enough for a blog: it tells of the launch, of who made it, why, and of what comes next.';
    const post = await publish({
      platformId,
      title,
      body: text,
      linkUrl: 'https://example.org/launch',
      scheduledFor: inTenSeconds(),
    });

    expect(post.lateByMs).toBeLessThan(2_000);
    const standing = (await (await fetch(`${wordpress}/wp-json/wp/v2/posts?per_page=100`)).json()) as Json[];
    const ours = standing.filter(({ title: shown }) => shown.rendered === title);
    expect(ours).toHaveLength(1);
    expect(ours[0].link).toBe(post.externalUrl);
    expect(ours[0].content.rendered).toContain(text);
    expect(ours[0].content.rendered).toContain('https://example.org/launch');
    expect(Math.abs(Date.parse(`${ours[0].date_gmt}Z`) - Date.parse(post.scheduledFor))).toBeLessThan(2_000);
    const metrics = await measured(post.id);
    expect(metrics.items).toHaveLength(1);
    expect(metrics.summary).toMatchObject({ comments: 0, impressions: null, engagementRate: null });
  });

  it('publishes on Bluesky once, on the second, with the right text and link, and measures it', async () => {
    const platformId = await connect({
      kind: 'bluesky',
      name: 'Bluesky',
      publishConfig: { service: bluesky },
      credentials: { identifier, appPassword: peerSetting('PEER_BLUESKY_PASSWORD') },
    });
    const text = `On the second ${crypto.randomUUID()}`;
    const post = await publish({
      platformId,
      body: text,
      linkUrl: 'https://example.org/launch',
      platformSpecific: { linkCard: { title: 'Launch', description: 'The launch' } },
      scheduledFor: inTenSeconds(),
    });

    expect(post.lateByMs).toBeLessThan(2_000);
    expect(post.externalUrl).toMatch(/^https:\/\/bsky\.app\/profile\//);
    const query = new URLSearchParams({ repo: identifier, collection: 'app.bsky.feed.post', limit: '100' });
    const listed = (await (await fetch(`${bluesky}/xrpc/com.atproto.repo.listRecords?${query}`)).json()) as Json;
    const ours = listed.records.filter(({ value }: Json) => value.text.startsWith(text));
    expect(ours).toHaveLength(1);
    expect(ours[0].uri).toBe(post.externalId);
    expect(JSON.stringify(ours[0].value)).toContain('https://example.org/launch');
    expect(Math.abs(Date.parse(ours[0].value.createdAt) - Date.parse(post.scheduledFor))).toBeLessThan(2_000);
    const metrics = await measured(post.id);
    expect(metrics.items).toHaveLength(1);
    expect(metrics.summary).toMatchObject({ likes: expect.any(Number), impressions: null });
  });

  it('says what is wrong with a wrong password before anything is scheduled', async () => {
    const { body } = await herald.api('POST', '/api/v1/platforms', {
      kind: 'wordpress',
      name: 'Wrong',
      publishConfig: { apiUrl: wordpress },
      credentials: { username: 'admin', appPassword: 'wrong wrong wrong' },
    });
    const verified = await herald.api('POST', `/api/v1/platforms/${body.id}/verify`);
    expect(verified.body).toMatchObject({ works: false, error: { class: 'RECONNECT', remedy: expect.any(String) } });
  });
});
