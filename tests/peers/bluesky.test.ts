import { describe, expect, it } from 'vitest';
import { bluesky } from '../../shared/platforms/bluesky/adapter.ts';
import type { BlueskyCredentials } from '../../shared/platforms/bluesky/schemas.ts';
import { platformContext } from '../doubles/platform-context.ts';
import { expectFailure } from '../integration/platforms/contract.ts';
import { describePeer, peerSetting } from './peer-contract.ts';

const service = peerSetting('PEER_BLUESKY_URL');
const identifier = peerSetting('PEER_BLUESKY_IDENTIFIER');
const given = { identifier, appPassword: peerSetting('PEER_BLUESKY_PASSWORD') };
const publishConfig = { service };
const login = async (credentials: unknown = given) =>
  (await bluesky.session!.refresh(
    platformContext({ kind: 'bluesky', publishConfig, credentials }),
  )) as BlueskyCredentials;

const get = async (method: string, query: Record<string, string>) => {
  const response = await fetch(`${service}/xrpc/com.atproto.repo.${method}?${new URLSearchParams(query)}`);
  return response.ok ? ((await response.json()) as Record<string, unknown>) : undefined;
};

describePeer('Bluesky server', {
  adapter: bluesky,
  publishConfig,
  credentials: login,
  wrongCredentials: { identifier, appPassword: 'wrong-wrong-wrong-wrong' },
  content: {
    body: `Grüße 👩‍👩‍👧 @${identifier} #everyone https://example.org/a`,
    linkUrl: 'https://example.com/page',
    platformSpecific: { langs: ['en'], labels: ['nudity'], linkCard: { title: 'The page', description: '' } },
  },
  async read(externalId) {
    const [repo = '', collection = '', rkey = ''] = externalId.replace('at://', '').split('/');
    const found = await get('getRecord', { repo, collection, rkey });
    return found?.value as Record<string, unknown> | undefined;
  },
  async count() {
    const found = await get('listRecords', { repo: identifier, collection: 'app.bsky.feed.post', limit: '100' });
    return found === undefined ? 0 : (found.records as unknown[]).length;
  },
  metrics: { likes: 2, comments: 3, shares: 1, impressions: null },
});

describe('a real Bluesky server', () => {
  const context = (credentials: unknown) => platformContext({ kind: 'bluesky', publishConfig, credentials });

  it('resolves a mention to the account', async () => {
    const post = context(await login());
    const prepared = await bluesky.prepare!(post, { body: `@${identifier} and @nobody.test` }, {});
    expect(prepared).toMatchObject({ dids: { [identifier]: expect.stringMatching(/^did:plc:/) } });
    expect(Object.keys(prepared.dids as object)).toEqual([identifier]);
  });

  it('renews a session, and takes the new one', async () => {
    const first = await login();
    const second = await login(first);
    expect(second.session?.refreshJwt).not.toBe(first.session?.refreshJwt);
    await bluesky.verify(context(second));
  });

  it('says of a spoilt token that access has expired, which a refresh mends', async () => {
    const credentials = await login();
    const spoilt = {
      ...credentials,
      session: { ...credentials.session!, accessJwt: `${credentials.session!.accessJwt}x` },
    };
    await expectFailure(bluesky.publish(context(spoilt), { body: 'Hello' }, {}), 'AUTH_EXPIRED');
  });

  it('shows a first comment as the answer to its post, once, with its link', async () => {
    const own = context(await login());
    const content = { body: 'The post.', platformSpecific: { firstComment: 'The way: https://example.com/doors' } };
    const [post, comment] = bluesky.parts!(content);
    const prepared = await bluesky.prepare!(own, content, {});
    const { externalId, reference } = await bluesky.publish(own, post!, prepared);
    const root = { externalId, ...(reference && { reference }) };
    const second = { ...own, publication: { ...own.publication, part: 1, replyTo: { root, parent: root } } };
    expect(await bluesky.find!(second, comment!, prepared)).toBe('absent');
    const made = await bluesky.publish(second, comment!, prepared);
    expect((await bluesky.publish(second, comment!, prepared)).externalId).toBe(made.externalId);
    expect(await bluesky.find!(second, comment!, prepared)).toMatchObject({ externalId: made.externalId });
    const [repo = '', collection = '', rkey = ''] = made.externalId.replace('at://', '').split('/');
    const ref = { uri: externalId, cid: reference!.cid };
    expect((await get('getRecord', { repo, collection, rkey }))?.value).toMatchObject({
      text: content.platformSpecific.firstComment,
      reply: { root: ref, parent: ref },
      facets: [{ features: [{ uri: 'https://example.com/doors' }] }],
    });
  });

  it('rejects more than 300 graphemes, as our own rule does', async () => {
    const content = { body: 'a'.repeat(301) };
    expect(bluesky.validate(content)).not.toEqual([]);
    await expectFailure(bluesky.publish(context(await login()), content, {}), 'CONTENT_REJECTED');
  });
});
