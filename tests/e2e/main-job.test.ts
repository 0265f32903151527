import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Herald, startHerald } from '../support/herald.ts';

describe('the main job: from one HTTP request to a published and measured post', () => {
  let herald: Herald;
  let platformId: string;

  beforeAll(async () => {
    herald = await startHerald();
    const { status, body } = await herald.api('POST', '/api/v1/platforms', { kind: 'sandbox', name: 'Sandbox' });
    expect(status).toBe(201);
    platformId = body.id;
  });
  afterAll(() => herald?.close());

  const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
  const schedule = (body: string, scheduledFor: string | undefined, more: object = {}) =>
    herald.api('POST', '/api/v1/distributions', { platformId, body, scheduledFor, ...more });
  const published = (id: string) =>
    herald.until(`/api/v1/distributions/${id}`, (item) => item.status === 'published', `Publishing ${id}`);
  const story = async (id: string) =>
    (await herald.api('GET', `/api/v1/distributions/${id}/events`)).body.items.map(
      (event: { type: string }) => event.type,
    );
  const onSandbox = async () => (await herald.api('GET', '/sandbox/v1/posts?limit=100')).body.items;

  it('publishes a post once, within a second of its time, and tells its whole story', async () => {
    const heard = await herald.listenToBus();
    const created = await schedule('On the second, once.', inSeconds(4));
    expect(created.status).toBe(201);
    const post = await published(created.body.id);

    expect(post.lateByMs).toBeGreaterThanOrEqual(0);
    expect(post.lateByMs).toBeLessThan(1_000);
    expect(post.externalUrl).toContain('/sandbox/v1/posts/');
    expect(post.attempts).toMatchObject([{ number: 1, state: 'succeeded' }]);
    const standing = (await onSandbox()).filter(({ text }: { text: string }) => text === 'On the second, once.');
    expect(standing).toHaveLength(1);
    expect(standing[0].id).toBe(post.externalId);

    await herald.cloud.idle();
    expect(await story(post.id)).toEqual(['DISTRIBUTION_CREATED', 'DISTRIBUTION_PUBLISHING', 'DISTRIBUTION_PUBLISHED']);
    const log = (await herald.api('GET', `/api/v1/distributions/${post.id}/events`)).body.items;
    const bus = (await heard()).filter(({ entityId }) => entityId === post.id);
    expect(bus.map(({ id }) => id).sort()).toEqual(log.map(({ id }: { id: string }) => id).sort());
    expect(new Set(log.map((event: { correlationId: string }) => event.correlationId)).size).toBe(1);
  });

  it('wakes a post that lies days ahead through its own schedule, and publishes it on the second', async () => {
    const created = await schedule('In three days.', inSeconds(3 * 86_400));
    await herald.cloud.idle();
    await herald.cloud.advance(3 * 86_400_000 - 100_000);
    expect((await herald.api('GET', `/api/v1/distributions/${created.body.id}`)).body.status).toBe('scheduled');
    await herald.cloud.advance(98_000);
    const post = await published(created.body.id);
    expect(Math.abs(Date.parse(post.publishedAt) - Date.parse(created.body.scheduledFor))).toBeLessThan(2_000);
    expect(post.attempts).toHaveLength(1);
  });

  it('keeps a post without a time as a draft until somebody publishes it', async () => {
    const draft = (await schedule('A draft at first.', undefined)).body;
    expect(draft.status).toBe('draft');
    const answer = await herald.api('POST', `/api/v1/distributions/${draft.id}/publish`);
    expect(answer.status).toBe(202);
    await published(draft.id);
  });

  it('publishes the new text at the new time after an edit, and nothing of the old plan', async () => {
    const { id } = (await schedule('Old text.', inSeconds(86_400))).body;
    await herald.cloud.idle();
    const edited = await herald.api('PATCH', `/api/v1/distributions/${id}`, {
      body: 'New text.',
      scheduledFor: inSeconds(4),
    });
    expect(edited.status).toBe(200);
    await published(id);
    await herald.cloud.advance(86_400_000);
    const texts = (await onSandbox()).map(({ text }: { text: string }) => text);
    expect(texts.filter((text: string) => text === 'New text.')).toHaveLength(1);
    expect(texts).not.toContain('Old text.');
    const refused = await herald.api('PATCH', `/api/v1/distributions/${id}`, { body: 'Too late.' });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ code: 'illegal_move', status: 409 });
    expect(refused.body.remedy).toMatch(/published already/);
  });

  it('never publishes what was cancelled', async () => {
    const { id } = (await schedule('Never.', inSeconds(86_400))).body;
    await herald.cloud.idle();
    expect((await herald.api('POST', `/api/v1/distributions/${id}/cancel`)).body.status).toBe('cancelled');
    await herald.cloud.advance(86_400_000 + 300_000);
    expect((await onSandbox()).map(({ text }: { text: string }) => text)).not.toContain('Never.');
  });

  it('records a snapshot, the summary with its rates and one event per hour that changed something', async () => {
    const { id } = (await schedule('Measured.', inSeconds(2))).body;
    await published(id);
    await herald.cloud.advance(3_600_000);
    await herald.cloud.idle();
    const metrics = (await herald.api('GET', `/api/v1/distributions/${id}/metrics`)).body;
    expect(metrics.items.length).toBeGreaterThanOrEqual(1);
    expect(metrics.items[0]).toMatchObject({ hoursSincePublish: expect.any(Number), videoViews: null });
    expect(metrics.summary.engagementRate).toBeCloseTo(
      (metrics.summary.engagements / metrics.summary.impressions) * 100,
    );
    expect(metrics.summary.clickThroughRate).toBeCloseTo((metrics.summary.clicks / metrics.summary.impressions) * 100);
    const types = await story(id);
    expect(types.filter((type: string) => type === 'METRIC_SNAPSHOT_RECORDED')).toHaveLength(metrics.items.length);
    const platform = (await herald.api('GET', `/api/v1/platforms/${platformId}`)).body;
    expect(platform.lastMetricsSyncAt).not.toBeNull();
    expect(platform.lastPublishedAt).not.toBeNull();
  });
});
