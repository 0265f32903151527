import { describe, expect, it } from 'vitest';
import { adapters } from '../../../shared/platforms/registry.ts';
import { type DoubleAnswer, startDouble } from '../../doubles/http-double.ts';
import { platformContext } from '../../doubles/platform-context.ts';
import { expectFailure } from './contract.ts';

const NOW = Date.parse('2026-11-20T10:00:00Z');
const inSeconds = (seconds: number) => String(NOW / 1000 + seconds);
const content = { title: 'A', body: 'An article about nothing in particular. '.repeat(4) };

/** How each platform is reached at `url`, with what its visible call needs. */
const accounts = {
  x: (url: string) => ({
    publishConfig: { apiUrl: url },
    credentials: { apiKey: 'key-1234', apiSecret: 'secret-1', accessToken: 'token-12', accessSecret: 'secret-2' },
    prepared: {},
  }),
  bluesky: (url: string) => ({
    publishConfig: { service: url },
    credentials: {
      identifier: 'a.test',
      appPassword: 'abcd-efgh',
      session: { did: 'did:plc:a', handle: 'a.test', accessJwt: 'a.b.c', refreshJwt: 'd.e.f', pdsUrl: url },
    },
    prepared: {},
  }),
  wordpress: (url: string) => ({
    publishConfig: { apiUrl: url },
    credentials: { username: 'editor', appPassword: 'abcd efgh ijkl' },
    prepared: { root: `${url}/wp-json/`, media: [], draftId: 3 },
  }),
  sandbox: (url: string) => ({
    publishConfig: { apiUrl: url },
    credentials: { apiKey: 'sandbox-key-0123456789' },
    prepared: {},
  }),
  'sandbox-container': (url: string) => ({ ...accounts.sandbox(url), prepared: { containerId: 'c1' } }),
  'sandbox-blind': (url: string) => accounts.sandbox(url),
};
type Kind = keyof typeof accounts;

async function publishAgainst(kind: Kind, answer: DoubleAnswer) {
  const server = await startDouble(() => answer);
  try {
    const { prepared, ...account } = accounts[kind](server.url);
    const context = platformContext({ kind, ...account, now: () => NOW });
    return await adapters[kind].publish(context, content, prepared);
  } finally {
    await server.close();
  }
}

describe('"too many" says when to come back, whatever a platform’s header means', () => {
  const cases: [Kind, string, Record<string, string>, 'RATE_LIMITED' | 'DAILY_CAP', number | undefined][] = [
    ['x', 'Unix seconds', { 'x-rate-limit-reset': inSeconds(900) }, 'RATE_LIMITED', 900],
    [
      'x',
      'the day’s limit of the user before that of the last minutes',
      {
        'x-rate-limit-remaining': '0',
        'x-rate-limit-reset': inSeconds(900),
        'x-user-limit-24hour-remaining': '0',
        'x-user-limit-24hour-reset': inSeconds(40_000),
      },
      'DAILY_CAP',
      40_000,
    ],
    [
      'x',
      'the day’s limit of the app',
      {
        'x-rate-limit-reset': inSeconds(900),
        'x-user-limit-24hour-remaining': '12',
        'x-user-limit-24hour-reset': inSeconds(30_000),
        'x-app-limit-24hour-remaining': '0',
        'x-app-limit-24hour-reset': inSeconds(50_000),
      },
      'DAILY_CAP',
      50_000,
    ],
    ['x', 'no header', {}, 'RATE_LIMITED', undefined],
    ['bluesky', 'Unix seconds', { 'ratelimit-reset': inSeconds(3600) }, 'RATE_LIMITED', 3600],
    [
      'bluesky',
      'a day’s policy',
      { 'ratelimit-reset': inSeconds(80_000), 'ratelimit-policy': '35000;w=86400' },
      'DAILY_CAP',
      80_000,
    ],
    ['wordpress', 'seconds from now', { 'retry-after': '120' }, 'RATE_LIMITED', 120],
    ['wordpress', 'a date', { 'retry-after': new Date(NOW + 60_000).toUTCString() }, 'RATE_LIMITED', 60],
    ['wordpress', 'no header', {}, 'RATE_LIMITED', undefined],
    ['wordpress', 'nonsense', { 'retry-after': 'soon' }, 'RATE_LIMITED', undefined],
    ['sandbox', 'seconds from now', { 'retry-after': '30' }, 'RATE_LIMITED', 30],
    ['sandbox-container', 'seconds from now', { 'retry-after': '30' }, 'RATE_LIMITED', 30],
    ['sandbox-blind', 'seconds from now', { 'retry-after': '30' }, 'RATE_LIMITED', 30],
  ];

  it.each(cases)('%s: %s', async (kind, _, headers, expected, seconds) => {
    const body = { error: 'RateLimitExceeded', message: 'Too many.' };
    const { failure } = await expectFailure(publishAgainst(kind, { status: 429, headers, body }), expected);
    const retryAt = seconds === undefined ? undefined : NOW + seconds * 1000;
    expect(failure).toEqual({ class: expected, retryAt });
  });
});

describe('a publish answers what the headers say of the limit', () => {
  const tweet = { data: { id: '123' } };
  const record = { uri: 'at://did:plc:a/app.bsky.feed.post/3l4abcdefgh2x', cid: `bafyrei${'a'.repeat(52)}` };

  it('X: the tightest of its three', async () => {
    const headers = {
      'x-rate-limit-remaining': '7',
      'x-rate-limit-reset': inSeconds(900),
      'x-user-limit-24hour-remaining': '0',
      'x-user-limit-24hour-reset': inSeconds(40_000),
      'x-app-limit-24hour-remaining': '9000',
      'x-app-limit-24hour-reset': inSeconds(50_000),
    };
    const result = await publishAgainst('x', { status: 201, headers, body: tweet });
    expect(result).toMatchObject({ externalId: '123', limit: { remaining: 0, resetAt: NOW + 40_000_000 } });
  });

  it('Bluesky: its one', async () => {
    const headers = { 'ratelimit-remaining': '4', 'ratelimit-reset': inSeconds(3600) };
    const result = await publishAgainst('bluesky', { status: 200, headers, body: record });
    expect(result.limit).toEqual({ remaining: 4, resetAt: NOW + 3_600_000 });
  });

  it('nothing where there are none', async () => {
    expect(await publishAgainst('x', { status: 201, body: tweet })).not.toHaveProperty('limit');
    expect(await publishAgainst('bluesky', { status: 200, body: record })).not.toHaveProperty('limit');
  });
});
