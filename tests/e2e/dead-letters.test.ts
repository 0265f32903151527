import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queueOf } from '../support/dead-letters.ts';
import { type Herald, type Json, startHerald } from '../support/herald.ts';

const DAY = 86_400_000;

describe('what Herald gave up on', () => {
  let herald: Herald;
  let other: { apiKey: string; tenantId: string };
  const platformIds = new Map<string, string>();
  const queue = (output: string) => queueOf(herald, `${output}DeadLettersUrl`);
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

  beforeAll(async () => {
    herald = await startHerald();
    platformIds.set(herald.apiKey, await connect(herald.apiKey));
  });
  afterAll(() => herald?.close());

  const connect = async (key: string): Promise<string> =>
    (await herald.api('POST', '/api/v1/platforms', { kind: 'sandbox', name: 'Sandbox' }, bearer(key))).body.id;
  const replay = async (body: object = {}, key = herald.apiKey): Promise<Json> => {
    const answer = await herald.api('POST', '/api/v1/dead-letters/replay', body, bearer(key));
    expect(answer.status).toBe(200);
    return answer.body;
  };
  /** A post whose wake-up is lost, at the second that it is due. */
  const duePost = async (body: string, key = herald.apiKey): Promise<Json> => {
    const platformId = platformIds.get(key);
    const scheduledFor = new Date(Date.now() + DAY).toISOString();
    const made = await herald.api('POST', '/api/v1/distributions', { platformId, body, scheduledFor }, bearer(key));
    expect(made.status).toBe(201);
    await herald.cloud.idle();
    await herald.forgetSchedule(made.body.id);
    return made.body;
  };
  const planOf = ({ id, version, textVersion, platformId }: Json, tenantId = herald.tenantId) => ({
    tenantId,
    distributionId: id,
    platformId,
    version,
    textVersion,
  });
  const published = ({ id }: Json, key = herald.apiKey) =>
    until(async () => (await herald.api('GET', `/api/v1/distributions/${id}`, undefined, bearer(key))).body);
  async function until(read: () => Promise<Json>): Promise<Json> {
    for (let round = 0; round < 400; round += 1) {
      const post = await read();
      if (post.status === 'published') return post;
      await herald.cloud.idle();
    }
    throw new Error('Publishing did not happen.');
  }

  describe('while there is one tenant', () => {
    it('is listed by queue, with what it means and what a replay does', async () => {
      const id = await queue('Plan').put('a tick');
      const { items } = (await herald.api('GET', '/api/v1/dead-letters')).body;
      expect(items.map(({ name, messages }: Json) => [name, messages])).toEqual([
        ['publish', 0],
        ['check', 0],
        ['metrics', 0],
        ['scheduler', 0],
        ['wake', 0],
        ['relay', 0],
        ['sync-schedules', 0],
        ['sweep', 0],
        ['plan', 1],
        ['import', 0],
        ['feed', 0],
        ['feed-plan', 0],
        ['series', 0],
      ]);
      // Each sends the reader to the logs of the function that failed; what Scheduler cannot start has none.
      const functions = herald.cloud.functions.map(({ constructName }) => constructName);
      const logs = new Map<string, string>(
        items.map(({ name, meaning }: Json) => [name, /logs of (\w+)/.exec(meaning)?.[1]]),
      );
      expect([...logs].filter(([, named]) => !functions.includes(named))).toEqual([['scheduler', undefined]]);
      expect(new Set(logs.values()).size).toBe(items.length);
      const cleared = items.filter(({ replay }: Json) => /^A missed tick/.test(replay));
      expect(cleared.map(({ name }: Json) => name)).toEqual(['sweep', 'plan', 'feed-plan', 'series']);
      expect(await queue('Plan').visible()).toEqual([id]);
    });

    it('is cleared away where the next tick has done it', async () => {
      expect(await replay()).toMatchObject({ complete: true, replayed: 0, skipped: 1, left: 0, problems: [] });
      expect(await queue('Plan').visible()).toEqual([]);
    });

    it('stays where nobody can read it, and is named by its id', async () => {
      const publishQueue = queueOf(herald, 'PublishQueueUrl');
      const id = await publishQueue.put({ kind: 'publish', tenantId: herald.tenantId, hop: 'none' });
      // Five times it fails, and each time it comes back after six minutes at the latest.
      for (let time = 0; time < 6; time += 1) await herald.cloud.advance(361_000);
      expect(await queue('Publish').visible()).toEqual([id]);
      const report = await replay({ queue: 'publish' });
      expect(report).toMatchObject({ replayed: 0, skipped: 0, left: 1 });
      expect(report.problems).toEqual([
        { queue: 'publish', messageId: id, reason: expect.stringContaining('wrong'), remedy: expect.any(String) },
      ]);
      expect(await queue('Publish').visible()).toEqual([id]);
    });
  });

  describe('for each tenant', () => {
    beforeAll(async () => {
      other = await herald.newTenant('Other');
      platformIds.set(other.apiKey, await connect(other.apiKey));
    });

    it.each([
      ['Publish', 'publish', (plan: object) => ({ kind: 'publish', ...plan, hop: 0 })],
      ['Scheduler', 'scheduler', (plan: object) => plan],
      [
        'Scheduler',
        'scheduler',
        (plan: object) => ({ FunctionName: 'Wake', InvocationType: 'Event', Payload: JSON.stringify(plan) }),
      ],
      ['Wake', 'wake', (plan: object) => ({ version: '1.0', requestPayload: plan, responsePayload: {} })],
    ])('goes out once when %s letters are replayed, and not again', async (output, name, letterOf) => {
      const text = `By ${name} ${crypto.randomUUID()}`;
      const post = await duePost(text);
      await herald.cloud.advance(DAY);
      const letter = letterOf(planOf(post));
      await queue(output).put(letter);
      expect(await replay({ queue: name })).toMatchObject({ replayed: 1, skipped: 0 });
      await published(post);
      await queue(output).put(letter);
      expect(await replay({ queue: name })).toMatchObject({ replayed: 0, skipped: 1 });
      await herald.cloud.idle();
      expect(await herald.onSandbox(text)).toHaveLength(1);
      const log = (await herald.api('GET', '/api/v1/events?limit=100')).body.items;
      expect(log.map(({ type }: Json) => type)).toContain('DEAD_LETTERS_REPLAYED');
    });

    it('is touched and spoken of by its own keys alone', async () => {
      const post = await duePost('Theirs.', other.apiKey);
      await herald.cloud.advance(DAY);
      const id = await queue('Wake').put({ requestPayload: planOf(post, other.tenantId) });
      const mine = await replay({ queue: 'wake' });
      expect(mine).toEqual({
        complete: true,
        replayed: 0,
        skipped: 0,
        left: 0,
        byQueue: [{ queue: 'wake', replayed: 0, skipped: 0, left: 0 }],
        problems: [],
      });
      expect(await queue('Wake').visible()).toEqual([id]);
      expect(await replay({ queue: 'wake' }, other.apiKey)).toMatchObject({ replayed: 1 });
      await published(post, other.apiKey);
      expect(await queue('Wake').visible()).toEqual([]);
    });

    it('ends at the number of messages that the caller names, and says so', async () => {
      const plans = [1, 2, 3].map(() => ({
        requestPayload: { ...planOf({ id: 'gone', version: 1, textVersion: 1 }), platformId: 'x' },
      }));
      for (const plan of plans) await queue('Wake').put(plan);
      expect(await replay({ queue: 'wake', max: 2 })).toMatchObject({ complete: false, skipped: 2 });
      expect(await queue('Wake').visible()).toHaveLength(1);
      expect(await replay({ queue: 'wake' })).toMatchObject({ complete: true, skipped: 1 });
    });

    it('puts the events of a lost stretch of the stream on the bus again, its own alone', async () => {
      const heard = await herald.listenToBus();
      const since = new Date(Date.now() - 1_000).toISOString();
      await connect(herald.apiKey);
      await connect(other.apiKey);
      await herald.cloud.idle();
      const at = new Date().toISOString();
      const info = { approximateArrivalOfFirstRecord: at, approximateArrivalOfLastRecord: at };
      const id = await queue('Relay').put({ DDBStreamBatchInfo: info });
      const report = await replay({ queue: 'relay' });
      expect(report).toMatchObject({ replayed: 0, left: 1, problems: [{ messageId: id }] });
      expect(await queue('Relay').visible()).toEqual([id]);
      await herald.cloud.idle();
      const made = (await heard()).filter(
        ({ type, occurredAt }) => type === 'PLATFORM_CONNECTED' && occurredAt > since,
      );
      const ids = (tenantId: string) => made.filter((event) => event.tenantId === tenantId).map((event) => event.id);
      expect(ids(herald.tenantId)).toHaveLength(2);
      expect(new Set(ids(herald.tenantId)).size).toBe(1);
      expect(ids(other.tenantId)).toHaveLength(1);
    });

    it('gets its wake-ups back where the stream lost them', async () => {
      const post = await duePost('Its wake-up is back.');
      await herald.cloud.advance(60_000);
      const at = new Date().toISOString();
      const info = { approximateArrivalOfFirstRecord: at, approximateArrivalOfLastRecord: at };
      await queue('SyncSchedules').put({ DDBStreamBatchInfo: info });
      expect(await replay({ queue: 'sync-schedules' })).toMatchObject({ left: 1 });
      // Forgetting it once more fails where there is none.
      await herald.forgetSchedule(post.id);
      const { items } = (await herald.api('GET', `/api/v1/distributions/${post.id}/events`)).body;
      expect(items.at(-1)).toMatchObject({ type: 'DISTRIBUTION_REPAIRED', data: { trouble: 'NO_WAKE_UP' } });
    });

    it('needs the scope "admin"', async () => {
      const { body } = await herald.api('POST', '/api/v1/api-keys', { name: 'Writer', scopes: ['write', 'publish'] });
      for (const [method, path] of [
        ['GET', '/api/v1/dead-letters'],
        ['POST', '/api/v1/dead-letters/replay'],
        ['POST', '/api/v1/events/replay'],
      ] as const) {
        const sent = method === 'POST' ? {} : undefined;
        expect((await herald.api(method, path, sent, bearer(body.key))).status).toBe(403);
      }
    });
  });
});
