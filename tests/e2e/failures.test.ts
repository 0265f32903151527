import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Herald, type Json, startHerald } from '../support/herald.ts';

describe('a post whose platform misbehaves', () => {
  let herald: Herald;
  let platformId: string;

  beforeAll(async () => {
    // A plan without faults: calls that hang can be given up at once.
    herald = await startHerald({ faults: {} });
    platformId = await herald.connect();
  });
  afterAll(() => herald?.close());

  const publish = async (body: string, behaviour?: object, platform = platformId): Promise<string> => {
    const made = await herald.api('POST', '/api/v1/distributions', {
      platformId: platform,
      body,
      ...(behaviour && { platformSpecific: { behaviour } }),
    });
    await herald.api('POST', `/api/v1/distributions/${made.body.id}/publish`);
    return made.body.id;
  };

  it('is tried again after the time that the platform says, and goes out once', async () => {
    const id = await publish('Limited.', { kind: 'rateLimit', retryAfterSeconds: 120, times: 1 });
    const waiting = await herald.reaches(id, 'scheduled', (item) => item.attemptCount === 1);
    expect(Date.parse(waiting.dueAt) - Date.now()).toBeGreaterThan(110_000);
    await herald.cloud.advance(121_000);
    const post = await herald.reaches(id, 'published');
    expect(post.attempts).toHaveLength(2);
    expect(await herald.onSandbox('Limited.')).toHaveLength(1);
    expect(await herald.story(id)).toContain('DISTRIBUTION_DEFERRED');
  });

  it('fails at once with a reason and a remedy where the platform rejects it, and can be mended and retried', async () => {
    const id = await publish('Rejected.', { kind: 'fail', error: 'rejected' });
    const failed = await herald.reaches(id, 'failed');
    expect(failed.error).toMatchObject({ class: 'CONTENT_REJECTED', remedy: expect.any(String) });
    expect(failed.attempts).toHaveLength(1);
    await herald.api('PATCH', `/api/v1/distributions/${id}`, { body: 'Mended.', platformSpecific: null });
    expect((await herald.api('POST', `/api/v1/distributions/${id}/retry`)).status).toBe(202);
    await herald.reaches(id, 'published');
    expect(await herald.onSandbox('Mended.')).toHaveLength(1);
  });

  it('holds a refused account’s posts, names those at risk, and releases them once it is connected again', async () => {
    const own = (await herald.api('POST', '/api/v1/platforms', { kind: 'sandbox', name: 'Refused' })).body.id;
    const id = await publish('Refused.', { kind: 'fail', error: 'unauthorized', times: 1 }, own);
    const held = await herald.reaches(id, 'scheduled', (item) => item.held === 'reconnect');
    expect(held.error.class).toBe('RECONNECT');
    const next = await publish('Next in line.', undefined, own);
    await herald.reaches(next, 'scheduled', (item) => item.held === 'reconnect');
    const scheduledFor = new Date(Date.now() + 86_400_000).toISOString();
    const coming = (
      await herald.api('POST', '/api/v1/distributions', { platformId: own, body: 'Later.', scheduledFor })
    ).body;
    const platform = (await herald.api('GET', `/api/v1/platforms/${own}`)).body;
    expect(platform).toMatchObject({ connection: 'reconnect', apiErrors24h: 1 });
    expect(platform.postsAtRisk.map((post: Json) => [post.id, post.held])).toEqual([
      [id, true],
      [next, true],
      [coming.id, false],
    ]);
    expect(await herald.onSandbox('Next in line.')).toHaveLength(0);

    expect((await herald.api('POST', `/api/v1/platforms/${own}/verify`)).body.works).toBe(true);
    expect((await herald.api('GET', `/api/v1/platforms/${own}`)).body).toMatchObject({
      connection: 'connected',
      postsAtRisk: [],
    });
    await Promise.all([herald.reaches(id, 'published'), herald.reaches(next, 'published')]);
    for (const text of ['Refused.', 'Next in line.']) expect(await herald.onSandbox(text)).toHaveLength(1);
    expect((await herald.story(next)).filter((type: string) => /HELD|RELEASED/.test(type))).toEqual([
      'DISTRIBUTION_HELD',
      'DISTRIBUTION_RELEASED',
    ]);
  });

  it('is found on the platform, and never sent again, where the answer was lost after it went out', async () => {
    const id = await publish('Lost answer.', { kind: 'timeoutAfterCreate' });
    const isOut = ({ items }: Json) => items.some(({ text }: Json) => text === 'Lost answer.');
    await herald.until('/sandbox/v1/posts?limit=100', isOut, 'Going out');
    herald.cloud.expireSignals();
    const lost = await herald.reaches(id, 'unknown');
    expect(lost.error.class).toBe('UNKNOWN_OUTCOME');
    expect((await herald.api('POST', `/api/v1/distributions/${id}/retry`)).status).toBe(409);
    // Until after the sandbox has answered, to nobody.
    await herald.cloud.advance(25_000);
    const found = await herald.reaches(id, 'published');
    expect(found).toMatchObject({ attempts: [{ state: 'succeeded' }], externalId: expect.any(String) });
    await herald.cloud.advance(3_600_000);
    expect(await herald.onSandbox('Lost answer.')).toHaveLength(1);
    expect(await herald.story(id)).toEqual([
      'DISTRIBUTION_CREATED',
      'DISTRIBUTION_PUBLISH_REQUESTED',
      'DISTRIBUTION_OUTCOME_UNKNOWN',
      'DISTRIBUTION_PUBLISHED',
    ]);
  });

  it('goes out again where the platform answered 5xx and surely has nothing', async () => {
    const id = await publish('Broken once.', { kind: 'fail', error: 'server_error', times: 1 });
    await herald.reaches(id, 'unknown');
    await herald.cloud.advance(5_000);
    const post = await herald.reaches(id, 'published');
    expect(post.attempts).toMatchObject([{ state: 'failed', error: { class: 'ABSENT' } }, { state: 'succeeded' }]);
    expect(await herald.onSandbox('Broken once.')).toHaveLength(1);
  });

  it('waits for the next hour over the limit of posts an hour, says so, and goes out', async () => {
    const limited = (
      await herald.api('POST', '/api/v1/platforms', { kind: 'sandbox', name: 'Two an hour', postsPerHour: 2 })
    ).body.id;
    const ids = [];
    for (const text of ['One of three.', 'Two of three.', 'Three of three.'])
      ids.push(await publish(text, undefined, limited));
    await herald.until(
      `/api/v1/distributions?platformId=${limited}&status=published`,
      ({ items }) => items.length === 2,
      'Two posts',
    );
    const { items } = await herald.until(
      `/api/v1/distributions?platformId=${limited}&status=scheduled`,
      (page) => page.items.length === 1 && new Date(page.items[0].dueAt).getUTCMinutes() === 0,
      'Putting off to the full hour',
    );
    await herald.cloud.advance(Date.parse(items[0].dueAt) - Date.now() - 3_000);
    const post = await herald.reaches(items[0].id, 'published');
    expect(post.publishedAt >= items[0].dueAt).toBe(true);
    expect(ids).toContain(post.id);
    const deferrals = (await herald.story(post.id)).filter((type: string) => type === 'DISTRIBUTION_DEFERRED');
    expect(deferrals).toHaveLength(1);
  });
});
