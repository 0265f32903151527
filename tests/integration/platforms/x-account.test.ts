import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { PlatformFailureClass } from '../../../shared/platforms/contract/platform-failure.ts';
import { createSafeFetch } from '../../../shared/platforms/http/safe-fetch.ts';
import { x } from '../../../shared/platforms/x/adapter.ts';
import type { OAuth2Credentials } from '../../../shared/platforms/x/schemas.ts';
import { type HttpDouble, startDouble } from '../../doubles/http-double.ts';
import { startImageServer } from '../../doubles/image-server.ts';
import { platformContext } from '../../doubles/platform-context.ts';
import { startXServer, type XDouble } from '../../doubles/x-server.ts';
import { expectFailure, publish } from './contract.ts';

const DAY_MS = 86_400_000;

/** A reset that can be meant: in an hour, in Unix seconds. */
const SOON = String(Math.ceil(Date.now() / 1000) + 3_600);

describe('X', () => {
  let double: XDouble;
  let images: HttpDouble;
  beforeEach(async () => {
    double = await startXServer();
    images = await startImageServer();
  });
  afterEach(() => Promise.all([double.close(), images.close()]));

  const context = (credentials: unknown = { ...double.keys }, more: object = {}) =>
    platformContext({ kind: 'x', publishConfig: { apiUrl: double.url }, credentials, ...more });
  const oauth2 = (): OAuth2Credentials => ({ ...double.tokens });

  it('publishes with an OAuth 2 token', async () => {
    await publish(x, context(oauth2()), { body: 'Hello by OAuth 2' });
    expect(double.posts).toEqual([{ text: 'Hello by OAuth 2' }]);
  });

  it('refreshes an OAuth 2 token before its end and answers the whole new credentials', async () => {
    const given = { ...oauth2(), expiresAt: new Date(Date.now() + 3 * 3_600_000).toISOString() };
    expect(x.session?.needsRefresh(given, Date.now())).toBe(false);
    expect(x.session?.needsRefresh(given, Date.now() + 3 * 3_600_000 - 60_000)).toBe(true);
    expect(x.session?.needsRefresh(oauth2(), Date.now())).toBe(true);
    const renewed = (await x.session?.refresh(context(given))) as OAuth2Credentials;
    expect(renewed).toMatchObject(double.tokens);
    expect(renewed.refreshToken).not.toBe(given.refreshToken);
    expect(x.session?.needsRefresh(renewed, Date.now())).toBe(false);
    await publish(x, context(renewed), { body: 'Hello with the new token' });
    expect(double.posts).toHaveLength(1);
  });

  it('has the account reconnected when a refresh token was used already', async () => {
    const given = oauth2();
    await x.session?.refresh(context(given));
    await expectFailure(x.session!.refresh(context(given)), 'RECONNECT');
  });

  it('says that access has expired, not that it is lost, when a refresh may help', async () => {
    const stale = { ...oauth2(), accessToken: 'an-old-access-token' };
    await expectFailure(publish(x, context(stale), { body: 'Hello' }), 'AUTH_EXPIRED');
  });

  it('never refreshes the keys of OAuth 1.0a', () => {
    expect(x.session?.needsRefresh({ ...double.keys }, Date.now())).toBe(false);
  });

  it('finds a post with images by its media, whatever its text has become', async () => {
    const content = {
      body: 'Look at https://example.com/a',
      mediaUrls: [`${images.url}/1.png`, `${images.url}/2.png`],
    };
    const lost = context();
    const prepared = await x.prepare!(lost, content, {});
    expect(await x.find!(lost, content, prepared)).toBe('absent');
    const { externalId } = await x.publish(lost, content, prepared);
    expect(await x.find!(lost, { ...content, body: 'Edited' }, prepared)).toMatchObject({ externalId });
  });

  it('finds a text over several pages of the timeline, and does not take an older twin for it', async () => {
    const content = { body: 'Fish & chips at example.com' };
    double.addPost(content.body, Date.now() - DAY_MS);
    const lost = context({ ...double.keys }, { accountId: '2244994945' });
    for (let number = 0; number < 120; number++) double.addPost(`Post ${number}`, Date.now() + 1000 + number);
    expect(await x.find!(lost, content, {})).toBe('absent');
    const id = double.addPost('Fish & chips at https://example.com/', Date.now() + 500);
    expect(await x.find!(lost, content, {})).toMatchObject({ externalId: id });
  });

  it('does not take for ours what stood there before the first call, and says that it cannot tell', async () => {
    const sentAt = Date.now();
    const lost = context({ ...double.keys }, { accountId: '2244994945' });
    const sought = { ...lost, publication: { ...lost.publication, sentSince: new Date(sentAt).toISOString() } };
    expect(await x.find!(sought, { body: 'By hand' }, {})).toBe('absent');
    double.addPost('By hand', sentAt - 30_000);
    expect(await x.find!(sought, { body: 'By hand' }, {})).toBe('undetermined');
    const ours = double.addPost('By hand', sentAt + 300);
    expect(await x.find!(sought, { body: 'By hand' }, {})).toMatchObject({ externalId: ours });
  });

  it('finds what an attempt of hours ago left, though the post has a later due time by now', async () => {
    const sentAt = Date.now() - 5 * 3_600_000;
    const ours = double.addPost('Lost', sentAt + 300);
    const later = context();
    const sought = { ...later, publication: { ...later.publication, sentSince: new Date(sentAt).toISOString() } };
    expect(await x.find!(sought, { body: 'Lost' }, {})).toMatchObject({ externalId: ours });
  });

  it('takes for a part of a thread what answers to the part before it, and for a first post what answers to none', async () => {
    const root = double.addPost('Root', Date.now());
    const other = double.addPost('Other', Date.now());
    const first = context();
    const replyTo = { root: { externalId: root }, parent: { externalId: root } };
    const part = { ...first, publication: { ...first.publication, part: 1, replyTo } };
    double.addPost('Same', Date.now(), { reply: { in_reply_to_tweet_id: other } });
    expect(await x.find!(part, { body: 'Same' }, {})).toBe('absent');
    expect(await x.find!(first, { body: 'Same' }, {})).toBe('absent');
    const ours = double.addPost('Same', Date.now(), { reply: { in_reply_to_tweet_id: root } });
    expect(await x.find!(part, { body: 'Same' }, {})).toMatchObject({ externalId: ours });
    const single = double.addPost('Same', Date.now());
    expect(await x.find!(first, { body: 'Same' }, {})).toMatchObject({ externalId: single });
  });

  it('takes no text twice within a thread, and says of each post that it is made with AI', () => {
    const content = { body: 'Same', platformSpecific: { madeWithAi: true, thread: ['Other', 'Same ', 'Other'] } };
    expect(x.validate(content).map(({ field, code }) => [field, code])).toEqual([
      ['/platformSpecific/thread/1', 'repeated_part'],
      ['/platformSpecific/thread/2', 'repeated_part'],
    ]);
    expect(x.preview(content)).toMatchObject({
      thread: content.platformSpecific.thread.map(() => ({ made_with_ai: true })),
    });
  });

  it('cannot tell when more posts have come since than it reads', async () => {
    for (let number = 0; number < 520; number++) double.addPost(`Post ${number}`, Date.now() + number);
    expect(await x.find!(context(), { body: 'Lost' }, {})).toBe('undetermined');
  });

  it('reads public figures of posts that are too old for private ones, in the same answer', async () => {
    const old = double.addPost('Old', Date.now() - 40 * DAY_MS);
    const young = double.addPost('Young', Date.now() - DAY_MS);
    const found = await x.getMetrics(context(), [old, young, '1']);
    expect([...found.keys()].sort()).toEqual([old, young].sort());
    expect(found.get(old)).toMatchObject({ impressions: 100, likes: 5, clicks: null, engagements: null });
    expect(found.get(young)).toMatchObject({ impressions: 100, likes: 5, clicks: 6, engagements: 17 });
  });

  it('describes images for those who cannot see them', async () => {
    const mediaUrls = [`${images.url}/1.png`, `${images.url}/2.png`];
    await publish(x, context(), { body: 'Two', mediaUrls, platformSpecific: { altTexts: ['A dot', ''] } });
    expect(double.altTexts()).toEqual(['A dot', undefined]);
  });

  it('answers the post that the author names, by its id or its address, and finds the answer again', async () => {
    const asked = await publish(x, context(), { body: 'A question' });
    for (const inReplyTo of [asked.externalId, asked.externalUrl!]) {
      const content = { body: `An answer to ${inReplyTo.length}`, platformSpecific: { inReplyTo } };
      expect(x.validate(content)).toEqual([]);
      const answer = context();
      const { externalId } = await publish(x, answer, content);
      expect(double.links!().at(-1)).toMatchObject({ id: externalId, parent: asked.externalId });
      expect(await x.find!(answer, content, {})).toMatchObject({ externalId });
    }
    const wrong = x.validate({ body: 'An answer', platformSpecific: { inReplyTo: 'https://example.com/1' } });
    expect(wrong).toMatchObject([{ field: '/platformSpecific/inReplyTo' }]);
  });

  it('takes a GIF on its own only', async () => {
    await publish(x, context(), { body: 'One', mediaUrls: [`${images.url}/1.gif`] });
    const two = { body: 'Two', mediaUrls: [`${images.url}/1.png`, `${images.url}/2.gif`] };
    const { failure } = await expectFailure(x.prepare!(context(), two, {}), 'CONTENT_REJECTED');
    expect(failure).toEqual({ class: 'CONTENT_REJECTED', field: '/mediaUrls/1' });
  });

  it('uploads anew what would expire before the post', async () => {
    const content = { body: 'One', mediaUrls: [`${images.url}/1.png`] };
    const first = await x.prepare!(context(), content, {});
    const soon = await x.prepare!(context(), content, first);
    expect(soon).toEqual(first);
    const late = await x.prepare!(context({ ...double.keys }, { now: () => Date.now() + DAY_MS }), content, first);
    expect(late).not.toEqual(first);
  });

  it('has its library go through the guarded fetch, so that the address policy holds for it too', async () => {
    const strict = { ...context(), fetch: createSafeFetch('public') };
    await expectFailure(x.publish(strict, { body: 'Hello' }, {}), 'RECONNECT');
    expect(double.requests).toEqual([]);
  });
});

describe('what X answers', () => {
  const problem = (status: number, body: object, headers: Record<string, string> = {}) => ({ status, body, headers });
  const cases = [
    [problem(402, { title: 'CreditsDepleted', detail: 'No credits' }), 'OPERATOR'],
    [
      problem(403, { title: 'Forbidden', type: 'https://api.x.com/2/problems/unsupported-authentication' }),
      'RECONNECT',
    ],
    [problem(403, { title: 'Forbidden', type: 'https://api.x.com/2/problems/client-forbidden' }), 'OPERATOR'],
    [problem(403, { errors: [{ code: 64, message: 'Your account is suspended' }] }), 'ACCOUNT_PROBLEM'],
    [problem(403, { errors: [{ code: 187, message: 'Status is a duplicate.' }] }), 'DUPLICATE'],
    [problem(403, { detail: 'You are not permitted to perform this action.' }), 'CONTENT_REJECTED'],
    [problem(403, { detail: 'Something else' }), 'PERMISSION'],
    [problem(403, { errors: [{ code: 185, message: 'User is over daily status update limit.' }] }), 'DAILY_CAP'],
    [problem(403, { detail: 'User is over daily status update limit. (185)' }), 'DAILY_CAP'],
    [problem(403, { errors: [{ code: 344, message: 'You have reached your daily limit for sending.' }] }), 'DAILY_CAP'],
    [problem(403, { errors: [{ code: 186, message: 'Tweet needs to be a bit shorter.' }] }), 'CONTENT_REJECTED'],
    [
      problem(403, { errors: [{ code: 226, message: 'This request looks like it might be automated.' }] }),
      'ACCOUNT_PROBLEM',
    ],
    [problem(403, { type: 'https://api.twitter.com/2/problems/oauth1-permissions', title: 'Forbidden' }), 'PERMISSION'],
    [{ status: 403, headers: { 'content-type': 'text/html' }, body: '<html><p>Blocked</p></html>' }, 'RETRY_LATER'],
    [problem(404, { detail: 'Not Found' }), 'NOT_FOUND'],
    [problem(429, { type: 'https://api.x.com/2/problems/usage-capped' }), 'OPERATOR'],
    [problem(429, {}, { 'x-user-limit-24hour-remaining': '0', 'x-user-limit-24hour-reset': SOON }), 'DAILY_CAP'],
    [problem(429, {}, { 'x-rate-limit-reset': SOON }), 'RATE_LIMITED'],
    [problem(500, {}), 'UNKNOWN_OUTCOME'],
  ] as const;

  it.each(cases)('%j is %s', async (answer, expected) => {
    const server = await startDouble(() => answer);
    onTestFinished(() => server.close());
    const credentials = {
      apiKey: 'key-1234',
      apiSecret: 'secret-1',
      accessToken: 'token-12',
      accessSecret: 'secret-2',
    };
    const context = platformContext({ kind: 'x', publishConfig: { apiUrl: server.url }, credentials });
    const { failure } = await expectFailure(x.publish(context, { body: 'Hello' }, {}), expected);
    const said = JSON.stringify(answer).includes(SOON) ? Number(SOON) * 1000 : undefined;
    expect('retryAt' in failure ? failure.retryAt : undefined).toBe(said);
  });

  const refused = async (expected: PlatformFailureClass, body: object) => {
    const server = await startDouble(() => problem(403, { title: 'Forbidden', ...body }));
    onTestFinished(() => server.close());
    const credentials = {
      apiKey: 'key-1234',
      apiSecret: 'secret-1',
      accessToken: 'token-12',
      accessSecret: 'secret-2',
    };
    const own = platformContext({ kind: 'x', publishConfig: { apiUrl: server.url }, credentials });
    const parent = { externalId: '1700000000000000000' };
    const replying = { ...own, publication: { ...own.publication, part: 1, replyTo: { root: parent, parent } } };
    return expectFailure(x.publish(replying, { body: 'Hello' }, {}), expected);
  };

  it('names the post that a reply was to answer, where that one is deleted', async () => {
    const detail = 'You attempted to reply to a Tweet that is deleted or not visible to you.';
    const { remedy } = await refused('NOT_FOUND', { detail });
    expect(remedy).toContain('1700000000000000000');
  });

  it('says how an app of OAuth 1.0a gets the right to write', async () => {
    const { remedy } = await refused('PERMISSION', { type: 'https://api.twitter.com/2/problems/oauth1-permissions' });
    expect(remedy).toContain('Read and write');
  });
});
