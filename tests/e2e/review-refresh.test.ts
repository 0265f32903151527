import { afterEach, describe, expect, it } from 'vitest';
import { AwsError } from '../../infra/local/aws/aws-error.ts';
import type { CallFault, FunctionCall } from '../../infra/local/faults/fault-plan.ts';
import { startXServer } from '../doubles/x-server.ts';
import { type Herald, startHerald } from '../support/herald.ts';

describe('one fault of AWS or of a worker', () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });
  /** Goes wrong once, at the first call that matches. */
  const start = async (matches: (call: FunctionCall) => boolean, fault: CallFault) => {
    const seen = { times: 0 };
    const herald = await startHerald({
      faults: {
        onCall: (call) => (matches(call) && seen.times++ === 0 ? fault : undefined),
      },
    });
    closing.push(() => herald.close());
    return { herald, seen };
  };
  const connect = async (herald: Herald, platform: object): Promise<string> =>
    (await herald.api('POST', '/api/v1/platforms', { name: 'Account', ...platform })).body.id;
  const schedule = async (herald: Herald, platformId: string, body: string, due: number): Promise<string> => {
    const post = { platformId, body, scheduledFor: new Date(due).toISOString() };
    return (await herald.api('POST', '/api/v1/distributions', post)).body.id;
  };

  it('does not lose a rotated refresh token where a post is being created at that moment', async () => {
    const isUnlock = ({ operation, moment, body }: FunctionCall) =>
      operation === 'UpdateItem' && moment === 'before' && /SET credentialsVersion = :new/.test(body);
    const conflict = new AwsError('TransactionConflictException', 'Transaction is ongoing for the item');
    const { herald, seen } = await start(isUnlock, { kind: 'error', error: conflict });
    const x = await startXServer();
    closing.push(() => x.close());
    const { clientId, clientSecret, accessToken, refreshToken } = x.tokens;
    const credentials = { clientId, clientSecret, accessToken, refreshToken, expiresAt: '2020-01-01T00:00:00Z' };
    const platformId = await connect(herald, { kind: 'x', publishConfig: { apiUrl: x.url }, credentials });
    const id = await schedule(herald, platformId, 'With a new token.', Date.now() + 3_000);
    for (let step = 0; step < 20; step += 1) await herald.cloud.advance(60_000);
    expect(seen.times).toBeGreaterThan(0);
    const platform = (await herald.api('GET', `/api/v1/platforms/${platformId}`)).body;
    expect(platform.connection).toBe('connected');
    expect((await herald.api('GET', `/api/v1/distributions/${id}`)).body.status).toBe('published');
  });
});
