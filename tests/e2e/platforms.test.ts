import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpDouble } from '../doubles/http-double.ts';
import { startImageServer } from '../doubles/image-server.ts';
import { startWordpressServer, type WordpressDouble } from '../doubles/wordpress-server.ts';
import { startXServer, type XDouble } from '../doubles/x-server.ts';
import { type Herald, type Json, startHerald } from '../support/herald.ts';
import { expectNeverEarly } from '../support/on-the-second.ts';
import { inSeconds } from '../support/posts.ts';

describe('a post through a platform’s own adapter, from HTTP to its stand-in', () => {
  let herald: Herald;
  let x: XDouble;
  let wordpress: WordpressDouble;
  let images: HttpDouble;

  beforeAll(async () => {
    [herald, x, wordpress, images] = await Promise.all([
      startHerald(),
      startXServer(),
      startWordpressServer(),
      startImageServer(),
    ]);
  });
  afterAll(() => Promise.all([herald, x, wordpress, images].map((started) => started?.close())));

  const scheduled = async (post: object): Promise<string> => {
    const { id } = await herald.schedule({ scheduledFor: inSeconds(3), ...post });
    return id;
  };

  it('uploads an image to X beforehand and makes one post at the due second', async () => {
    const platformId = await herald.connect({ kind: 'x', publishConfig: { apiUrl: x.url }, credentials: x.keys });
    const id = await scheduled({ platformId, body: 'With a picture.', mediaUrls: [`${images.url}/a.png`] });
    const post = await herald.published(id);
    expectNeverEarly(post, x.requests.find(x.isPublish)!.at);
    expect(post.externalUrl).toContain(post.externalId);
    expect(x.posts).toHaveLength(1);
    const { items } = (await herald.api('GET', `/api/v1/distributions/${id}/events`)).body;
    expect(items.map(({ type }: Json) => type)).toEqual(['DISTRIBUTION_CREATED', 'DISTRIBUTION_PUBLISHED']);
    // The course of the attempt is told by its end, and stands on the attempt.
    const { preparedAt, startedAt } = items.at(-1).data;
    expect(post.attempts).toMatchObject([{ number: 1, preparedAt, startedAt }]);
    expect(Date.parse(preparedAt)).toBeLessThanOrEqual(Date.parse(startedAt));
    await herald.cloud.advance(3_600_000);
    const metrics = (await herald.api('GET', `/api/v1/distributions/${id}/metrics`)).body;
    expect(metrics.summary.impressions).toEqual(expect.any(Number));
    expect(metrics.summary.reach).toBeNull();
  });

  it('renews a run out OAuth 2 token once for five workers that meet it, stores it before use, and posts', async () => {
    const { clientId, clientSecret, accessToken, refreshToken } = x.tokens;
    const credentials = { clientId, clientSecret, accessToken, refreshToken, expiresAt: '2020-01-01T00:00:00Z' };
    const platformId = await herald.connect({ kind: 'x', publishConfig: { apiUrl: x.url }, credentials });
    const ids = await Promise.all(
      ['One', 'Two', 'Three', 'Four', 'Five'].map((text) =>
        scheduled({ platformId, body: `${text} with a new token.` }),
      ),
    );
    for (const id of ids) await herald.published(id);
    const refreshes = x.requests.filter(({ url }) => url.pathname.endsWith('/oauth2/token'));
    expect(refreshes).toHaveLength(1);
  });

  it('keeps a draft on WordPress until the due second and then shows it, once', async () => {
    const { username, appPassword } = wordpress;
    const platformId = await herald.connect({
      kind: 'wordpress',
      publishConfig: { apiUrl: wordpress.url },
      credentials: { username, appPassword },
    });
    const id = await scheduled({
      platformId,
      title: 'A title',
      body: 'A text that is long enough for a blog: one hundred characters at the least, as the rule of the seed has it.',
      linkUrl: 'https://example.org/',
      mediaUrls: [`${images.url}/a.png`],
    });
    await herald.until(`/api/v1/distributions/${id}`, (item) => item.status === 'preparing', 'Preparing');
    expect(wordpress.posts).toHaveLength(0);
    const post = await herald.published(id);
    expectNeverEarly(post, wordpress.requests.find(wordpress.isPublish)!.at);
    expect(wordpress.posts).toHaveLength(1);
    expect(wordpress.drafts()).toEqual([]);
    expect(wordpress.media).toHaveLength(1);
  });

  it('never sends a new site’s credentials to the old one: what was made there does not count', async () => {
    const next = await startWordpressServer({ username: 'other', appPassword: 'zzzz yyyy' });
    try {
      const { username, appPassword } = wordpress;
      const platformId = await herald.connect({
        kind: 'wordpress',
        publishConfig: { apiUrl: wordpress.url },
        credentials: { username, appPassword },
      });
      wordpress.misbehave({ fault: wordpress.answers.unauthorized, on: wordpress.isPublish });
      const body =
        'This text moves to another site, and it is long enough for a blog: one hundred characters, at the very least.';
      const id = await scheduled({ platformId, title: 'Moved', body });
      await herald.until(`/api/v1/distributions/${id}`, (item) => item.held === 'reconnect', 'Holding');
      const asked = wordpress.requests.length;
      await herald.api('PATCH', `/api/v1/platforms/${platformId}`, {
        publishConfig: { apiUrl: next.url },
        credentials: { username: next.username, appPassword: next.appPassword },
      });
      // Connected again, so that it goes out by itself.
      await herald.published(id);
      expect(next.posts).toHaveLength(1);
      expect(wordpress.requests).toHaveLength(asked);
    } finally {
      await next.close();
    }
  });

  it('leaves a platform alone until the next try where it failed while a post was prepared, and loses nothing', async () => {
    const { username, appPassword } = wordpress;
    const platformId = await herald.connect({
      kind: 'wordpress',
      // The back-off is anything up to this: hardly ever less than some minutes.
      retryDelaySeconds: 36_000,
      publishConfig: { apiUrl: wordpress.url },
      credentials: { username, appPassword },
    });
    wordpress.misbehave({ fault: 'resetBefore' });
    const body =
      'This text meets a site that does not answer at first, and it is long enough for a blog: one hundred characters.';
    const id = await scheduled({ platformId, title: 'Hung', body });
    const item = await herald.until(`/api/v1/distributions/${id}`, ({ retryCount }) => retryCount === 1, 'A retry');
    expect(item).toMatchObject({ status: 'scheduled', attemptCount: 0, error: { class: 'RETRY_LATER' } });
    // The figures of other posts are read meanwhile.
    const calls = () => wordpress.requests.filter(({ method }) => method !== 'GET').length;
    const asked = calls();
    await herald.cloud.advance(Date.parse(item.dueAt) - Date.now() - 30_000);
    expect(calls()).toBe(asked);
    await herald.cloud.advance(31_000);
    await herald.published(id);
    expect(wordpress.posts.filter(({ title }) => title === 'Hung')).toHaveLength(1);
  });

  it('is "unknown" where X hangs after it took the post, and the post stands there once', async () => {
    const platformId = await herald.connect({ kind: 'x', publishConfig: { apiUrl: x.url }, credentials: x.keys });
    const before = x.posts.length;
    x.misbehave({ fault: 'resetAfter', on: x.isPublish });
    const id = await scheduled({ platformId, body: 'Lost on the way back.' });
    await herald.until(`/api/v1/distributions/${id}`, (item) => item.status === 'unknown', 'Losing track');
    await herald.cloud.advance(3_600_000);
    expect(x.posts).toHaveLength(before + 1);
  });
});
