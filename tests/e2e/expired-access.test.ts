import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BlueskyDouble, startBlueskyServer } from '../doubles/bluesky-server.ts';
import type { HttpDouble } from '../doubles/http-double.ts';
import { startImageServer } from '../doubles/image-server.ts';
import { startXServer, type XDouble } from '../doubles/x-server.ts';
import { type Herald, type Json, startHerald } from '../support/herald.ts';

describe('access that the platform ends before its time', () => {
  let herald: Herald;
  let bluesky: BlueskyDouble;
  let x: XDouble;
  let images: HttpDouble;
  beforeAll(async () => {
    [herald, bluesky, x, images] = await Promise.all([
      startHerald(),
      startBlueskyServer(),
      startXServer(),
      startImageServer(),
    ]);
  });
  afterAll(() => Promise.all([herald, bluesky, x, images].map((started) => started?.close())));

  const connect = async (platform: object): Promise<string> => {
    const { status, body } = await herald.api('POST', '/api/v1/platforms', { name: 'Account', ...platform });
    expect(status, JSON.stringify(body)).toBe(201);
    return body.id;
  };
  /** Each has a post of this hour, and figures of its own. */
  let blueskyAccounts = 0;
  const connectBluesky = () => {
    blueskyAccounts += 1;
    const { identifier, appPassword } = bluesky;
    const publishConfig = { service: bluesky.url };
    return connect({ kind: 'bluesky', publishConfig, credentials: { identifier, appPassword } });
  };
  const publish = async (post: object): Promise<Json> => {
    // Due now: what is asked here is the renewal, not the second.
    const scheduledFor = new Date(Date.now()).toISOString();
    const { status, body } = await herald.api('POST', '/api/v1/distributions', { scheduledFor, ...post });
    expect(status, JSON.stringify(body)).toBe(201);
    const path = `/api/v1/distributions/${body.id}`;
    return herald.until(path, (item) => ['published', 'failed'].includes(item.status), 'Publishing');
  };
  const eventsOf = async ({ id }: Json): Promise<string[]> => {
    const { items } = (await herald.api('GET', `/api/v1/distributions/${id}/events`)).body;
    return items.map(({ type }: Json) => type);
  };
  const plain = ['DISTRIBUTION_CREATED', 'DISTRIBUTION_PUBLISHED'];

  it('a post with a picture on Bluesky goes out without a retry, after one new login', async () => {
    const platformId = await connectBluesky();
    await publish({ platformId, body: 'Before.' });
    const logins = bluesky.logins();
    bluesky.endSessions();
    const post = await publish({ platformId, body: 'With a picture.', mediaUrls: [`${images.url}/a.png`] });
    expect(post).toMatchObject({ status: 'published', retryCount: 0 });
    expect(await eventsOf(post)).toEqual(plain);
    expect(bluesky.logins()).toBe(logins + 1);
    expect(bluesky.posts).toHaveLength(2);
  });

  it('a verification renews it too, and a later post uses what was stored', async () => {
    const platformId = await connectBluesky();
    await publish({ platformId, body: 'Before the check.' });
    const logins = bluesky.logins();
    bluesky.endSessions();
    const { body } = await herald.api('POST', `/api/v1/platforms/${platformId}/verify`);
    expect(body).toMatchObject({ works: true, account: { accountId: bluesky.did } });
    expect(await publish({ platformId, body: 'After the check.' })).toMatchObject({ status: 'published' });
    expect(bluesky.logins()).toBe(logins + 1);
  });

  it('each part of a thread shares one renewal', async () => {
    const platformId = await connectBluesky();
    await publish({ platformId, body: 'Before the thread.' });
    const logins = bluesky.logins();
    const standing = bluesky.posts.length;
    let ends = true;
    // Ends between the preparation and the first part.
    bluesky.letChoose((request) => {
      if (bluesky.isPublish(request) && ends) {
        ends = false;
        bluesky.endSessions();
      }
      return undefined;
    });
    const thread = ['The second.', 'The third.'];
    const post = await publish({ platformId, body: 'The first.', platformSpecific: { thread } });
    expect(post).toMatchObject({ status: 'published', retryCount: 0 });
    expect(bluesky.posts).toHaveLength(standing + 3);
    expect(bluesky.logins()).toBe(logins + 1);
  });

  it('the figures of a post are read after one renewal', async () => {
    const platformId = await connectBluesky();
    const { id } = await publish({ platformId, body: 'Measured.' });
    const logins = bluesky.logins();
    bluesky.endSessions();
    await herald.cloud.advance(3_600_000);
    const { summary } = (await herald.api('GET', `/api/v1/distributions/${id}/metrics`)).body;
    expect(summary).toMatchObject({ likes: 9 });
    expect(bluesky.logins() - logins).toBe(blueskyAccounts);
  });

  it('a lost post is found after one renewal', async () => {
    const platformId = await connectBluesky();
    const standing = bluesky.posts.length;
    bluesky.misbehave({ fault: 'resetAfter', on: bluesky.isPublish });
    const scheduledFor = new Date(Date.now() + 3_000).toISOString();
    const { id } = (await herald.api('POST', '/api/v1/distributions', { platformId, body: 'Lost.', scheduledFor }))
      .body;
    const path = `/api/v1/distributions/${id}`;
    await herald.until(path, ({ status }) => status === 'unknown', 'Losing track');
    bluesky.endSessions();
    const found = await herald.until(path, ({ status }) => status !== 'unknown', 'Finding it');
    expect(found).toMatchObject({ status: 'published' });
    expect(bluesky.posts).toHaveLength(standing + 1);
  });

  it('an upload to X goes on after a 401 with a token that is renewed once', async () => {
    const { clientId, clientSecret, accessToken, refreshToken } = x.tokens;
    const expiresAt = new Date(Date.now() + 48 * 3_600_000).toISOString();
    const credentials = { clientId, clientSecret, accessToken, refreshToken, expiresAt };
    const platformId = await connect({ kind: 'x', publishConfig: { apiUrl: x.url }, credentials });
    x.endAccess();
    const post = await publish({ platformId, body: 'With a picture.', mediaUrls: [`${images.url}/a.png`] });
    expect(post).toMatchObject({ status: 'published', retryCount: 0 });
    expect(await eventsOf(post)).toEqual(plain);
    expect(x.requests.filter(({ url }) => url.pathname.endsWith('/oauth2/token'))).toHaveLength(1);
    expect(x.posts).toHaveLength(1);
  });

  it('a refused picture is named in the error of the post', async () => {
    const platformId = await connectBluesky();
    const mediaUrls = [`${images.url}/a.png`, `${images.url}/missing.png`];
    const post = await publish({ platformId, body: 'Two pictures.', mediaUrls });
    expect(post).toMatchObject({ status: 'failed', error: { class: 'CONTENT_REJECTED', field: '/mediaUrls/1' } });
  });
});
