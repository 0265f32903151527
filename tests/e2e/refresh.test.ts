import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallFault, FunctionCall } from '../../infra/local/faults/fault-plan.ts';
import { broken, conflict } from '../crash/aws-faults.ts';
import { startXServer } from '../doubles/x-server.ts';
import { type Herald, type Json, startHerald } from '../support/herald.ts';
import { runAdmin } from '../support/operator.ts';

/** The transaction that stores or names new credentials. */
const isUnlock = ({ operation, moment, body }: FunctionCall) =>
  operation === 'TransactWriteItems' &&
  moment === 'before' &&
  body.includes('SET #credentialsVersion = :credentialsVersion');

/** `again`: it strikes at the next call too. */
type Strike = (call: FunctionCall) => (CallFault & { again?: true }) | undefined;

describe('a refresh token that works once', () => {
  let herald: Herald;
  /** Strikes at the first call that it has a fault for. */
  let strike: Strike | undefined;

  beforeAll(async () => {
    const onCall = (call: FunctionCall) => {
      const fault = strike?.(call);
      if (fault !== undefined && fault.again === undefined) strike = undefined;
      return fault;
    };
    herald = await startHerald({ faults: { onCall } });
  });
  afterAll(() => herald?.close());

  /** Posts with a token that has run out, while the one fault strikes. */
  const postWithNewToken = async (
    body: string,
    fault: Strike,
    store = 'kms',
  ): Promise<{ platform: Json; post: Json }> => {
    const x = await startXServer();
    try {
      const { clientId, clientSecret, accessToken, refreshToken } = x.tokens;
      const credentials = { clientId, clientSecret, accessToken, refreshToken, expiresAt: '2020-01-01T00:00:00Z' };
      const account = { kind: 'x', name: 'Account', publishConfig: { apiUrl: x.url }, credentials };
      const platformId = (await herald.api('POST', '/api/v1/platforms', account)).body.id;
      if (store !== 'kms') await runAdmin(herald, 'move-credentials', '--to', store);
      strike = fault;
      // So far ahead that its schedule wakes it: a nearer one is worked on while the clock is moved over its lock.
      const scheduledFor = new Date(Date.now() + 300_000).toISOString();
      const { id } = (await herald.api('POST', '/api/v1/distributions', { platformId, body, scheduledFor })).body;
      for (let step = 0; step < 20; step += 1) await herald.cloud.advance(60_000);
      expect(strike).toBeUndefined();
      expect(x.requests.filter(({ url }) => url.pathname.endsWith('/oauth2/token'))).toHaveLength(1);
      const platform = (await herald.api('GET', `/api/v1/platforms/${platformId}`)).body;
      return { platform, post: (await herald.api('GET', `/api/v1/distributions/${id}`)).body };
    } finally {
      await x.close();
    }
  };

  it('is not lost where a post is being created at the moment of its renewal', async () => {
    const { platform, post } = await postWithNewToken('In between.', (call) =>
      isUnlock(call) ? { kind: 'error', error: conflict(call) } : undefined,
    );
    expect([platform.connection, post.status]).toEqual(['connected', 'published']);
  });

  it('is not lost where the worker dies once the new one is stored and named', async () => {
    const { platform, post } = await postWithNewToken('Died afterwards.', (call) =>
      isUnlock({ ...call, moment: 'before' }) && call.moment === 'after' ? { kind: 'kill' } : undefined,
    );
    expect([platform.connection, post.status]).toEqual(['connected', 'published']);
  });

  it('is not lost where four writes in a row fail', async () => {
    let failures = 0;
    const { platform, post } = await postWithNewToken('Four failures.', (call) => {
      if (!isUnlock(call)) return undefined;
      failures += 1;
      const fault = { kind: 'error', error: broken(call) } as const;
      return failures === 16 ? fault : { ...fault, again: true };
    });
    expect([platform.connection, post.status]).toEqual(['connected', 'published']);
  });

  it('is not lost in Secrets Manager, where the worker dies between storing the new one and naming its version', async () => {
    const { platform, post } = await postWithNewToken(
      'Died in between.',
      ({ operation, moment }) => (operation === 'PutSecretValue' && moment === 'after' ? { kind: 'kill' } : undefined),
      'secrets-manager',
    );
    expect([platform.connection, post.status]).toEqual(['connected', 'published']);
  });

  it('is not lost in Secrets Manager, where four writes in a row fail', async () => {
    let failures = 0;
    const { platform, post } = await postWithNewToken(
      'Four failures there.',
      (call) => {
        if (call.operation !== 'PutSecretValue' || call.moment !== 'before') return undefined;
        failures += 1;
        const fault = { kind: 'error', error: broken(call) } as const;
        return failures === 16 ? fault : { ...fault, again: true };
      },
      'secrets-manager',
    );
    expect([platform.connection, post.status]).toEqual(['connected', 'published']);
  });
});
