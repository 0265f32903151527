import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lookAtFeed } from '../../../shared/feeds/source/look-at-feed.ts';
import type { PlatformAdapter, PublishContext } from '../../../shared/platforms/contract/adapter.ts';
import { describeError } from '../../../shared/platforms/contract/describe-error.ts';
import { PlatformError } from '../../../shared/platforms/contract/platform-failure.ts';
import { adapters } from '../../../shared/platforms/registry.ts';
import {
  type HostileKind,
  type HostileKindName,
  type HostileServer,
  hostileKinds,
  startHostileServer,
} from '../../doubles/hostile-server.ts';
import { platformContext } from '../../doubles/platform-context.ts';

/** How long a caller waits for a server that lets it wait. */
const PATIENCE_MS = 400;
const names = Object.keys(hostileKinds) as HostileKindName[];

const content = { title: 'A', body: 'An article about nothing in particular. '.repeat(4) };
const secrets = [
  'key-12345678',
  'secret-12345678',
  'token-12345678',
  'abcd efgh ijkl mnop',
  'abcd-efgh-ijkl',
  'sandbox-key-0123456789',
];

/** An account of each kind at `url`, with what each of its calls needs. A new kind has to stand here too: the test says so. */
const accounts: Record<string, (url: string) => Account> = {
  x: (url) => ({
    publishConfig: { apiUrl: url },
    credentials: { clientId: 'client', accessToken: 'token-12345678', refreshToken: 'secret-12345678' },
    prepared: {},
    externalId: '1700000000000000000',
  }),
  bluesky: (url) => ({
    publishConfig: { service: url },
    credentials: {
      identifier: 'a.test',
      appPassword: 'abcd-efgh-ijkl',
      session: {
        did: 'did:plc:a',
        handle: 'a.test',
        accessJwt: 'token-12345678',
        refreshJwt: 'secret-12345678',
        pdsUrl: url,
      },
    },
    prepared: {},
    externalId: 'at://did:plc:a/app.bsky.feed.post/3l4abcdefgh2x',
  }),
  wordpress: (url) => ({
    publishConfig: { apiUrl: url },
    credentials: { username: 'editor', appPassword: 'abcd efgh ijkl mnop' },
    prepared: { root: `${url}/wp-json/`, media: [], draftId: 3, written: true },
    externalId: '3',
  }),
  sandbox: sandboxAccount,
  'sandbox-container': (url) => ({ ...sandboxAccount(url), prepared: { containerId: 'c1' } }),
  'sandbox-blind': sandboxAccount,
};

interface Account {
  publishConfig: Record<string, unknown>;
  credentials: unknown;
  prepared: Record<string, unknown>;
  externalId: string;
}

function sandboxAccount(url: string): Account {
  const credentials = { apiKey: 'sandbox-key-0123456789' };
  return { publishConfig: { apiUrl: url }, credentials, prepared: {}, externalId: 'p1' };
}

/** Every method of an adapter that goes out. */
function callsOf(adapter: PlatformAdapter, { prepared, externalId }: Account, imageUrl: string) {
  type Call = ((context: PublishContext) => Promise<unknown>) | undefined;
  const calls: Record<string, Call> = {
    verify: (context) => adapter.verify(context),
    'prepare with a picture':
      adapter.prepare && ((context) => adapter.prepare!(context, { ...content, mediaUrls: [imageUrl] }, {})),
    discard: adapter.discard && ((context) => adapter.discard!(context, prepared, 'all')),
    publish: (context) => adapter.publish(context, content, prepared),
    find: adapter.find && ((context) => adapter.find!(context, content, prepared)),
    update: adapter.update && ((context) => adapter.update!(context, externalId, content)),
    delete: adapter.delete && ((context) => adapter.delete!(context, externalId)),
    metrics: (context) => adapter.getMetrics(context, [externalId]),
    refresh: adapter.session && ((context) => adapter.session!.refresh(context)),
  };
  return Object.entries(calls).flatMap(([name, call]) => (call === undefined ? [] : [{ name, call }]));
}

describe('a hostile site costs one failed call', () => {
  let server: HostileServer;
  const uncaught: unknown[] = [];
  const note = (error: unknown) => void uncaught.push(error);
  beforeAll(() => {
    process.on('uncaughtExceptionMonitor', note);
    process.on('unhandledRejection', note);
  });
  afterAll(() => {
    process.off('uncaughtExceptionMonitor', note);
    process.off('unhandledRejection', note);
  });
  beforeEach(async () => {
    server = await startHostileServer();
  });
  afterEach(() => server.close());

  it.each(names)(
    '%s: every call of every platform is settled in its time, by an error that may be shown',
    async (name) => {
      server.kind = name;
      const { mayPass, stalls }: HostileKind = hostileKinds[name];
      const calls = Object.entries(adapters).flatMap(([kind, adapter]) => {
        const account = accounts[kind]?.(server.url);
        if (account === undefined) throw new Error(`Say here what an account of ${kind} needs.`);
        return callsOf(adapter, account, `${server.url}/1.png`).map((call) => ({ kind, account, ...call }));
      });
      const outcomes = await Promise.all(
        calls.map(async ({ kind, account, name: method, call }) => {
          // Only the phases' own times end the others: none of them may need the caller's patience.
          const signal = stalls ? AbortSignal.timeout(PATIENCE_MS) : new AbortController().signal;
          const context = platformContext({ kind, ...account, signal });
          const outcome = await call(context).then(
            (result) => ({ result }),
            (error: unknown) => ({ error }),
          );
          return { where: `${kind} ${method}`, saves: context.saves, ...outcome };
        }),
      );
      for (const { where, ...outcome } of outcomes) {
        if (!('error' in outcome)) {
          expect(mayPass === true || isHarmless(where), `${where} took it for an answer`).toBe(true);
          continue;
        }
        expect(outcome.error, where).toBeInstanceOf(PlatformError);
        const error = outcome.error as PlatformError;
        expect(error.remedy, where).toMatch(/\.$/);
        expect(error.message.length, where).toBeLessThanOrEqual(300);
        const stored = JSON.stringify([describeError(error), outcome.saves]);
        expect(stored.length, where).toBeLessThan(3_000);
        for (const secret of secrets) expect(stored, where).not.toContain(secret);
      }
      expect(uncaught).toEqual([]);
    },
  );

  it.each(names)('%s: a look at a feed ends as a failure that is recorded', async (name) => {
    server.kind = name;
    const { stalls }: HostileKind = hostileKinds[name];
    const outcome = await lookAtFeed(
      { url: `${server.url}/feed.xml` },
      'loopback',
      stalls ? PATIENCE_MS : undefined,
    ).catch((error: unknown) => error);
    expect(outcome).toMatchObject({ name: 'FeedFailure', message: expect.stringMatching(/^.{1,300}$/s) });
    expect(uncaught).toEqual([]);
  });
});

/** A delete of what is not there, and calls that leave out what they cannot read. */
function isHarmless(where: string): boolean {
  return / (delete|discard)$/.test(where);
}
