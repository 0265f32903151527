import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlatformDouble } from '../doubles/platform-double.ts';
import { startSandboxServer } from '../doubles/sandbox-server.ts';
import { type Herald, type Json, startHerald } from '../support/herald.ts';
import { practiceAccount } from '../support/practice-account.ts';

const HOUR_MS = 3_600_000;

describe('more posts than an account may send', () => {
  let herald: Herald;
  let network: PlatformDouble & { apiKey: string };

  beforeAll(async () => {
    [herald, network] = await Promise.all([startHerald(), startSandboxServer()]);
  });
  afterAll(() => Promise.all([herald?.close(), network?.close()]));

  const { connect, schedule } = practiceAccount(
    () => herald,
    () => network,
  );
  const page = async (platformId: string, status: string): Promise<Json[]> =>
    (await herald.api('GET', `/api/v1/distributions?platformId=${platformId}&status=${status}&limit=100`)).body.items;
  const sent = (prefix: string) =>
    network.posts.map((post) => String(post.text)).filter((text) => text.startsWith(prefix));
  /** Moves on to each next full hour until all are sent. @returns how many each hour sent */
  const drain = async (prefix: string, count: number, perHour: number): Promise<number[]> => {
    const hours: number[] = [];
    while (sent(prefix).length < count && hours.length < 30) {
      const before = sent(prefix).length;
      await herald.cloud.advance(Math.ceil(Date.now() / HOUR_MS) * HOUR_MS - Date.now() + 1_000);
      for (let step = 0; step < 20 && sent(prefix).length < Math.min(before + perHour, count); step += 1) {
        await herald.cloud.advance(2_000);
      }
      hours.push(sent(prefix).length - before);
    }
    return hours;
  };

  it('drains thirty posts of one minute on an account with ten an hour in due order, each deferred once, none lost', async () => {
    const platformId = await connect({ postsPerHour: 10 });
    const start = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + 5 * 60_000;
    const order = Array.from({ length: 30 }, (_, index) => index);
    const ids = new Map<number, string>();
    for (const index of order.map((place) => (place * 17) % 30)) {
      ids.set(index, await schedule(platformId, `Burst ${index}`, start + index * 2_000));
    }
    await herald.cloud.advance(start - Date.now() - 2_000);
    for (let step = 0; step < 12; step += 1) await herald.cloud.advance(10_000);
    const perHour = [sent('Burst ').length, ...(await drain('Burst ', 30, 10))];
    expect(perHour).toEqual(Array.from({ length: 3 }, () => 10));

    const { items } = (await herald.api('GET', `/api/v1/distributions/${ids.get(25)}/events`)).body;
    const events = items.filter(({ type }: Json) => type === 'DISTRIBUTION_DEFERRED');
    expect(events).toHaveLength(1);
    const hour = new Date(Math.floor(start / HOUR_MS) * HOUR_MS + 2 * HOUR_MS).toISOString().slice(0, 15);
    expect(events[0].data).toMatchObject({ reason: 'LIMIT', newTime: expect.stringContaining(hour) });
    // Within one hour several go out side by side; from hour to hour the order is strict, but for the first ten: they
    // have no limit to wait for, and go as they come.
    const places = sent('Burst ').map((text, place) => [Number(text.slice(6)), Math.floor(place / 10)] as const);
    const later = places.filter(([, hour]) => hour > 0).map(([index, hour]) => Math.abs(index / 10 - hour));
    expect(Math.max(...later)).toBeLessThan(2);
  }, 180_000);

  it('keeps the minimum interval, one post after the other', async () => {
    const platformId = await connect({ minIntervalMinutes: 30 });
    const due = Date.now() + 3_000;
    for (const index of [0, 1, 2, 3]) await schedule(platformId, `Interval ${index}`, due + index * 1_000);
    for (let step = 0; step < 30 && sent('Interval ').length < 4; step += 1) await herald.cloud.advance(5 * 60_000);
    expect(sent('Interval ')).toEqual(['Interval 0', 'Interval 1', 'Interval 2', 'Interval 3']);
    const times = (await page(platformId, 'published')).map(({ publishedAt }) => Date.parse(publishedAt)).sort();
    const gaps = times.slice(1).map((time, index) => time - times[index]!);
    expect(Math.min(...gaps)).toBeGreaterThan(30 * 60_000 - 5_000);
  });

  it('ends each post as its late policy says after an outage, in due order and within the limits', async () => {
    const platformId = await connect({ postsPerHour: 40, latePolicy: 'publish' });
    const start = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + 60_000;
    const policies = [undefined, 'skip', 'ask'];
    const posts: { id: string; index: number }[] = [];
    for (let index = 0; index < 60; index += 1) {
      const latePolicy = policies[index % 3];
      const late = latePolicy === undefined ? {} : { latePolicy, lateAfterMinutes: 5 };
      posts.push({ id: await schedule(platformId, `Outage ${index}`, start + index * 45_000, late), index });
    }
    // Nobody works from before the first until an hour after: then everything is due at once.
    await herald.cloud.advance(start + HOUR_MS - Date.now() + 10 * 60_000);
    for (let step = 0; step < 30; step += 1) await herald.cloud.advance(2_000);
    await drain('Outage ', 20, 40);
    const ended = new Map<string, string>();
    for (const status of ['published', 'missed', 'publish_requested', 'scheduled', 'preparing', 'failed']) {
      for (const item of await page(platformId, status)) ended.set(item.id, item.status);
    }
    const expected = ['published', 'missed', 'publish_requested'];
    expect(posts.map(({ id }) => ended.get(id))).toEqual(posts.map(({ index }) => expected[index % 3]));
    const order = sent('Outage ').map((text) => Number(text.slice(7)));
    expect(order).toHaveLength(20);
    // Neighbours go out side by side; none overtakes by more than what is on its way at once.
    const sorted = [...order].sort((one, other) => one - other);
    expect(Math.max(...order.map((index, place) => Math.abs(sorted.indexOf(index) - place)))).toBeLessThanOrEqual(4);
  });
});
