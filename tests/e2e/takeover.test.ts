import { afterEach, describe, expect, it } from 'vitest';
import type { CallFault, FunctionCall } from '../../infra/local/faults/fault-plan.ts';
import { startSandboxContainerServer } from '../doubles/sandbox-server.ts';
import { type Herald, startHerald } from '../support/herald.ts';

const HOUR_MS = 3_600_000;

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
  const schedule = async (herald: Herald, platformId: string, body: string, due: number): Promise<string> =>
    (await herald.schedule({ platformId, body, scheduledFor: new Date(due).toISOString() })).id;

  it('does not cost a waiting post its place where a worker dies while it prepares', async () => {
    let place = '';
    const savesPrepared = ({ operation, moment, body }: FunctionCall) =>
      place !== '' && operation.includes('Write') && moment === 'before' && body.includes('PREPARED#');
    const { herald, seen } = await start(savesPrepared, { kind: 'kill' });
    const network = await startSandboxContainerServer();
    closing.push(() => network.close());
    const platformId = await herald.connect({
      kind: 'sandbox-container',
      publishConfig: { apiUrl: network.url },
      credentials: { apiKey: network.apiKey },
      postsPerHour: 1,
    });
    const hour = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS;
    const first = await schedule(herald, platformId, 'First', hour + 10 * 60_000);
    const second = await schedule(herald, platformId, 'Second', hour + 11 * 60_000);
    await herald.cloud.idle();
    // Nobody worked until after both: they go through the line, not prepared yet.
    await herald.cloud.advance(hour + 20 * 60_000 - Date.now());
    for (let step = 0; step < 10; step += 1) await herald.cloud.advance(5_000);
    await herald.published(first);
    place = new Date(hour + HOUR_MS).toISOString();
    await herald.until(`/api/v1/distributions/${second}`, ({ dueAt }) => dueAt === place, 'A place in the next hour');
    for (let step = 0; step < 90; step += 1) await herald.cloud.advance(30_000);
    expect(seen.times).toBeGreaterThan(0);
    expect((await herald.api('GET', `/api/v1/distributions/${second}`)).body).toMatchObject({ status: 'published' });
  });
});
