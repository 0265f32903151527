import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Herald, startHerald } from '../support/herald.ts';
import { expectNeverEarly, watchPunctuality } from '../support/on-the-second.ts';
import { inSeconds } from '../support/posts.ts';

describe('the main job: from one HTTP request to a published and measured post', () => {
  let herald: Herald;
  let platformId: string;

  beforeAll(async () => {
    herald = await startHerald();
    platformId = await herald.connect();
  });
  afterAll(() => herald?.close());

  const schedule = (body: string, scheduledFor?: string) => herald.schedule({ platformId, body, scheduledFor });

  it('publishes a post once, never before its time, and tells its whole story', async () => {
    const heard = await herald.listenToBus();
    const created = await schedule('On the second, once.', inSeconds(4));
    const post = await herald.published(created.id);

    expect(post.externalUrl).toContain('/sandbox/v1/posts/');
    expect(post.attempts).toMatchObject([{ number: 1, state: 'succeeded', startedAt: expect.any(String) }]);
    const standing = await herald.onSandbox('On the second, once.');
    expect(standing.map(({ id }) => id)).toEqual([post.externalId]);
    expectNeverEarly(post, Date.parse(standing[0].createdAt));

    await herald.cloud.idle();
    expect(await herald.story(post.id)).toEqual(['DISTRIBUTION_CREATED', 'DISTRIBUTION_PUBLISHED']);
    const log = (await herald.api('GET', `/api/v1/distributions/${post.id}/events`)).body.items;
    const bus = (await heard()).filter(({ entityId }) => entityId === post.id);
    expect(bus.map(({ id }) => id).sort()).toEqual(log.map(({ id }: { id: string }) => id).sort());
    expect(new Set(log.map((event: { correlationId: string }) => event.correlationId)).size).toBe(1);
  });

  it('publishes on the second', async () => {
    const expectOnTheSecond = watchPunctuality();
    const posts = await Promise.all(
      [4, 5, 6, 7, 8].map((seconds) => schedule(`On the second ${seconds}.`, inSeconds(seconds))),
    );
    expectOnTheSecond(await Promise.all(posts.map(({ id }) => herald.published(id))));
  });

  it('wakes a post that lies days ahead through its own schedule, and not by the sweep', async () => {
    const created = await schedule('In three days.', inSeconds(3 * 86_400));
    await herald.cloud.idle();
    await herald.cloud.advance(3 * 86_400_000 - 100_000);
    expect((await herald.api('GET', `/api/v1/distributions/${created.id}`)).body.status).toBe('scheduled');
    await herald.cloud.advance(98_000);
    const post = await herald.published(created.id);
    // The sweep would come minutes later.
    expect(post.lateByMs).toBeGreaterThanOrEqual(0);
    expect(post.lateByMs).toBeLessThan(30_000);
    expect(post.attempts).toHaveLength(1);
  });

  it('keeps a post without a time as a draft until somebody publishes it', async () => {
    const draft = await schedule('A draft at first.');
    expect(draft.status).toBe('draft');
    const answer = await herald.api('POST', `/api/v1/distributions/${draft.id}/publish`);
    expect(answer.status).toBe(202);
    await herald.published(draft.id);
  });

  it('publishes the new text at the new time after an edit, and nothing of the old plan', async () => {
    const { id } = await schedule('Old text.', inSeconds(86_400));
    await herald.cloud.idle();
    const edited = await herald.api('PATCH', `/api/v1/distributions/${id}`, {
      body: 'New text.',
      scheduledFor: inSeconds(4),
    });
    expect(edited.status).toBe(200);
    await herald.published(id);
    await herald.cloud.advance(86_400_000);
    const texts = (await herald.onSandbox()).map(({ text }) => text);
    expect(texts.filter((text: string) => text === 'New text.')).toHaveLength(1);
    expect(texts).not.toContain('Old text.');
    const refused = await herald.api('PATCH', `/api/v1/distributions/${id}`, { body: 'Too late.' });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ code: 'illegal_move', status: 409 });
    expect(refused.body.remedy).toMatch(/published already/);
  });

  it('never publishes what was cancelled', async () => {
    const { id } = await schedule('Never.', inSeconds(86_400));
    await herald.cloud.idle();
    expect((await herald.api('POST', `/api/v1/distributions/${id}/cancel`)).body.status).toBe('cancelled');
    await herald.cloud.advance(86_400_000 + 300_000);
    expect((await herald.onSandbox()).map(({ text }) => text)).not.toContain('Never.');
  });

  it('records a snapshot, the summary with its rates and one event of the account per hour that changed something', async () => {
    const heard = await herald.listenToBus();
    const { id } = await schedule('Measured.', inSeconds(2));
    await herald.published(id);
    await herald.cloud.advance(3_600_000);
    await herald.cloud.idle();
    const metrics = (await herald.api('GET', `/api/v1/distributions/${id}/metrics`)).body;
    expect(metrics.items.length).toBeGreaterThanOrEqual(1);
    expect(metrics.items[0]).toMatchObject({ hoursSincePublish: expect.any(Number), videoViews: null });
    expect(metrics.summary.engagementRate).toBeCloseTo(
      (metrics.summary.engagements / metrics.summary.impressions) * 100,
    );
    expect(metrics.summary.clickThroughRate).toBeCloseTo((metrics.summary.clicks / metrics.summary.impressions) * 100);
    const synced = (await heard()).filter(({ type, data }) => {
      return type === 'METRICS_SYNCED' && (data.distributionIds as string[]).includes(id);
    });
    const recorded = metrics.items.map(({ recordedAt }: { recordedAt: string }) => recordedAt);
    expect(synced.map(({ data }) => data.recordedAt).sort()).toEqual(recorded.sort());
    const platform = (await herald.api('GET', `/api/v1/platforms/${platformId}`)).body;
    expect(platform.lastMetricsSyncAt).not.toBeNull();
    expect(platform.lastPublishedAt).not.toBeNull();
  });
});
