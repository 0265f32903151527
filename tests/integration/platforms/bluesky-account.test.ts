import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { bluesky } from '../../../shared/platforms/bluesky/adapter.ts';
import type { BlueskyCredentials } from '../../../shared/platforms/bluesky/schemas.ts';
import { type BlueskyDouble, startBlueskyServer } from '../../doubles/bluesky-server.ts';
import { type HttpDouble, startDouble } from '../../doubles/http-double.ts';
import { startImageServer } from '../../doubles/image-server.ts';
import { platformContext } from '../../doubles/platform-context.ts';
import { expectFailure, publish } from './contract.ts';

const HOUR_MS = 3_600_000;

/** A reset that can be meant: in an hour, in Unix seconds. */
const SOON = String(Math.ceil(Date.now() / 1000) + 3_600);

describe('Bluesky', () => {
  let double: BlueskyDouble;
  let images: HttpDouble;
  let credentials: BlueskyCredentials;
  beforeEach(async () => {
    double = await startBlueskyServer();
    images = await startImageServer();
    const { identifier, appPassword } = double;
    credentials = (await bluesky.session?.refresh(context({ identifier, appPassword }))) as BlueskyCredentials;
  });
  afterEach(() => Promise.all([double.close(), images.close()]));

  const context = (given: unknown = credentials, more: object = {}) =>
    platformContext({ kind: 'bluesky', publishConfig: { service: double.url }, credentials: given, ...more });

  it('logs in once and never per post', async () => {
    for (const number of [1, 2, 3]) await publish(bluesky, context(), { body: `Post ${number}` });
    expect(double.logins()).toBe(1);
    expect(double.posts).toHaveLength(3);
  });

  it('refreshes before the access runs out, and the session that it answers works', async () => {
    expect(bluesky.session?.needsRefresh(credentials, Date.now())).toBe(false);
    expect(bluesky.session?.needsRefresh(credentials, Date.now() + 2 * HOUR_MS - 60_000)).toBe(true);
    expect(bluesky.session?.needsRefresh({ ...credentials, session: undefined }, Date.now())).toBe(true);
    const renewed = (await bluesky.session?.refresh(context())) as BlueskyCredentials;
    expect(renewed.session?.refreshJwt).not.toBe(credentials.session?.refreshJwt);
    await publish(bluesky, context(renewed), { body: 'Hello' });
    expect(double.logins()).toBe(1);
  });

  it('logs in anew when the refresh token is no longer taken', async () => {
    double.endSessions();
    await expectFailure(publish(bluesky, context(), { body: 'Hello' }), 'AUTH_EXPIRED');
    const renewed = await bluesky.session?.refresh(context());
    await publish(bluesky, context(renewed), { body: 'Hello' });
    expect(double.logins()).toBe(2);
  });

  it('has the account reconnected when neither refresh token nor app password is taken', async () => {
    double.endSessions();
    const revoked = context({ ...credentials, appPassword: 'revoked-revoked' });
    await expectFailure(bluesky.session!.refresh(revoked), 'RECONNECT');
  });

  it('asks for a session rather than logging in on the publish path', async () => {
    await expectFailure(
      publish(bluesky, context({ ...credentials, session: undefined }), { body: 'Hi' }),
      'AUTH_EXPIRED',
    );
    expect(double.logins()).toBe(1);
  });

  it('links accounts that exist and leaves others as text', async () => {
    double.people.set('friend.test', 'did:plc:friendfriendfriendfriend');
    await publish(bluesky, context(), { body: 'Hi @friend.test and @nobody.test' });
    expect(double.posts[0]?.facets).toEqual([
      {
        index: { byteStart: 3, byteEnd: 15 },
        features: [{ $type: 'app.bsky.richtext.facet#mention', did: 'did:plc:friendfriendfriendfriend' }],
      },
    ]);
  });

  it('mentions accounts in every post of a thread, and says its languages of each', async () => {
    double.people.set('friend.test', 'did:plc:friendfriendfriendfriend');
    const content = { body: 'First', platformSpecific: { langs: ['en'], thread: ['Hi @friend.test'] } };
    const [first, second] = bluesky.parts!(content);
    const own = context();
    const prepared = await bluesky.prepare!(own, content, {});
    expect(prepared).toMatchObject({ dids: { 'friend.test': 'did:plc:friendfriendfriendfriend' } });
    const root = await bluesky.publish(own, first!, prepared);
    const following = { ...own, publication: { ...own.publication, part: 1, replyTo: { root, parent: root } } };
    await bluesky.publish(following, second!, prepared);
    expect(double.posts[1]).toMatchObject({ langs: ['en'], facets: [{ index: { byteStart: 3, byteEnd: 15 } }] });
    expect(String(double.posts[1]?.createdAt) > String(double.posts[0]?.createdAt)).toBe(true);
  });

  it('looks up the hash of a post that it answers to where it was not kept', async () => {
    const own = context();
    const root = await publish(bluesky, own, { body: 'First' });
    const { externalId } = root;
    const replyTo = { root: { externalId }, parent: { externalId } };
    const following = { ...own, publication: { ...own.publication, part: 1, replyTo } };
    await bluesky.publish(following, { body: 'Second' }, {});
    expect(double.posts[1]).toMatchObject({ reply: { parent: { uri: externalId, cid: root.reference?.cid } } });
  });

  it('puts the link into the text where images take the place of its card', async () => {
    const mediaUrls = [`${images.url}/1.png`, `${images.url}/2.png`];
    const platformSpecific = { altTexts: ['A dot'] };
    await publish(bluesky, context(), { body: 'Look', mediaUrls, linkUrl: 'https://example.com/a', platformSpecific });
    expect(double.posts[0]).toMatchObject({
      text: 'Look\n\nhttps://example.com/a',
      embed: {
        $type: 'app.bsky.embed.images',
        images: [
          { alt: 'A dot', aspectRatio: { width: 1, height: 1 } },
          { alt: '', aspectRatio: { width: 1, height: 1 } },
        ],
      },
    });
  });

  it('uploads the images again when the server has dropped them', async () => {
    const dropped = context();
    const content = { body: 'Look', mediaUrls: [`${images.url}/1.png`] };
    const prepared = await bluesky.prepare!(dropped, content, {});
    double.dropUnusedBlobs();
    await bluesky.publish(dropped, content, prepared);
    expect(double.posts).toHaveLength(1);
  });

  it('writes the same record again where what was prepared is lost, under the same key', async () => {
    const lost = context();
    const first = await publish(bluesky, lost, { body: 'Once' });
    const again = await publish(bluesky, lost, { body: 'Once' });
    expect(again.externalId).toBe(first.externalId);
    expect(double.posts).toHaveLength(1);
  });

  it('gives two posts two keys, and an edited text another one', async () => {
    const one = context();
    await publish(bluesky, one, { body: 'One' });
    await publish(bluesky, { ...one, publication: { ...one.publication, textVersion: 2 } }, { body: 'One, edited' });
    await publish(bluesky, context(), { body: 'Two' });
    expect(double.posts).toHaveLength(3);
  });

  it('dates the post at its due time, or now when that has passed', async () => {
    const due = new Date(Date.now() + 90_000).toISOString();
    await publish(bluesky, context(credentials, { dueAt: due }), { body: 'In time' });
    expect(double.posts[0]?.createdAt).toBe(due);
    const before = Date.now();
    await publish(bluesky, context(credentials, { dueAt: new Date(before - HOUR_MS).toISOString() }), { body: 'Late' });
    expect(Date.parse(String(double.posts[1]?.createdAt))).toBeGreaterThanOrEqual(before);
  });

  it('names the post by its record and shows it in the app', async () => {
    const { externalId, externalUrl } = await publish(bluesky, context(), { body: 'Hello' });
    const key = externalId.split('/').at(-1);
    expect(externalId).toBe(`at://${double.did}/app.bsky.feed.post/${key}`);
    expect(externalUrl).toBe(`https://bsky.app/profile/${double.identifier}/post/${key}`);
  });
});

describe('what Bluesky answers', () => {
  const refuse = (status: number, error: string, headers: Record<string, string> = {}) => ({
    status,
    headers,
    body: { error, message: 'It says so.' },
  });
  const day = { 'ratelimit-reset': SOON, 'ratelimit-policy': '35000;w=86400' };
  const hour = { 'ratelimit-reset': SOON, 'ratelimit-policy': '5000;w=3600' };
  const cases = [
    [refuse(400, 'ExpiredToken'), 'AUTH_EXPIRED'],
    [refuse(401, 'AuthMissing'), 'RECONNECT'],
    [refuse(401, 'AuthFactorTokenRequired'), 'RECONNECT'],
    [refuse(400, 'AccountTakedown'), 'ACCOUNT_PROBLEM'],
    [refuse(400, 'InvalidRequest'), 'CONTENT_REJECTED'],
    [refuse(413, 'PayloadTooLarge'), 'CONTENT_REJECTED'],
    [refuse(429, 'RateLimitExceeded', hour), 'RATE_LIMITED'],
    [refuse(429, 'RateLimitExceeded', day), 'DAILY_CAP'],
    [refuse(502, 'UpstreamFailure'), 'UNKNOWN_OUTCOME'],
    [{ status: 200, body: { nothing: 'documented' } }, 'UNKNOWN_OUTCOME'],
  ] as const;

  it.each(cases)('%j is %s', async (answer, expected) => {
    const server = await startDouble(() => answer);
    onTestFinished(() => server.close());
    const session = { did: 'did:plc:a', handle: 'a.test', accessJwt: 'a.b.c', refreshJwt: 'd.e.f', pdsUrl: server.url };
    const credentials = { identifier: 'a.test', appPassword: 'abcd-efgh', session };
    const context = platformContext({ kind: 'bluesky', publishConfig: { service: server.url }, credentials });
    const { failure } = await expectFailure(bluesky.publish(context, { body: 'Hello' }, {}), expected);
    const said = expected === 'RATE_LIMITED' || expected === 'DAILY_CAP' ? Number(SOON) * 1000 : undefined;
    expect('retryAt' in failure ? failure.retryAt : undefined).toBe(said);
  });
});
