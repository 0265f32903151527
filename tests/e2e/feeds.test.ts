import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultPlan } from '../../infra/local/faults/fault-plan.ts';
import { type FeedServer, startFeedServer } from '../doubles/feed-server.ts';
import { startHostileServer } from '../doubles/hostile-server.ts';
import { type Herald, type Json, startHerald } from '../support/herald.ts';

const MINUTE = 60_000;
const TICK = 15 * MINUTE;
const DAY = 86_400_000;

/** Struck once: the poll dies after so many of its transactions. */
let strike: { left: number } | undefined;
/** Items that polls looked up. */
let reads = 0;
const faults: FaultPlan = {
  onCall: ({ environment, operation, moment }) => {
    if (environment.constructName === 'PollFeed' && operation === 'BatchGetItem' && moment === 'after') reads += 1;
    if (strike === undefined || environment.constructName !== 'PollFeed') return undefined;
    if (operation !== 'TransactWriteItems' || moment !== 'after') return undefined;
    strike.left -= 1;
    if (strike.left > 0) return undefined;
    strike = undefined;
    return { kind: 'kill' };
  },
};

describe('a feed', () => {
  let herald: Herald;
  let server: FeedServer;
  let platformId: string;
  let clock = 0;

  beforeAll(async () => {
    herald = await startHerald({ faults });
  });
  afterAll(() => herald?.close());
  beforeEach(async () => {
    server = await startFeedServer();
    platformId = await herald.connect();
  });
  afterEach(async () => {
    for (const { id } of (await herald.api('GET', '/api/v1/feeds?limit=100')).body.items) {
      expect((await herald.api('DELETE', `/api/v1/feeds/${id}`)).status).toBe(204);
    }
    await server.close();
  });

  /** An entry of this very moment of the cloud's clock. */
  const entry = (name: string, more: object = {}) => {
    clock += 1;
    return {
      guid: name,
      title: `Title of ${name}`,
      published: new Date(Date.now() + 1_000 + clock).toISOString(),
      ...more,
    };
  };
  const old = (name: string) => ({ guid: name, title: `Title of ${name}`, published: '2020-01-01T00:00:00Z' });
  const get = async (id: string): Promise<Json> => (await herald.api('GET', `/api/v1/feeds/${id}`)).body;
  const follow = async (more: object = {}): Promise<Json> => {
    const { status, body } = await herald.api('POST', '/api/v1/feeds', {
      url: server.feed,
      platformIds: [platformId],
      ...more,
    });
    expect(status, JSON.stringify(body)).toBe(201);
    return herald.until(`/api/v1/feeds/${body.id}`, ({ lastPolledAt }) => lastPolledAt !== null, 'The first look');
  };
  /** The clock of the whole cloud goes on past the next tick, and everything that follows from it is done. */
  const tick = async (by = TICK) => {
    await herald.cloud.advance(by);
    await herald.cloud.idle();
  };
  const posts = async (platform = platformId): Promise<Json[]> =>
    (await herald.api('GET', `/api/v1/distributions?platformId=${platform}&limit=100`)).body.items;
  const excerpts = async (platform?: string) => (await posts(platform)).map(({ excerpt }) => excerpt).sort();
  const events = async (type: string, id: string): Promise<Json[]> => {
    const day = new Date(Date.now()).toISOString().slice(0, 10);
    const { items } = (await herald.api('GET', `/api/v1/events?day=${day}&limit=100`)).body;
    return items.filter((event: Json) => event.type === type && event.entityId === id);
  };

  it('takes each new entry once, whatever came between two polls, and is not sent again while nothing changed', async () => {
    server.entries = [old('before')];
    const feed = await follow();
    expect(feed).toMatchObject({ active: true, taken: 0, errorCount: 0, lastError: null });
    await tick();
    await tick();
    expect(server.sent()).toBe(1);
    expect(server.requests.filter(({ headers }) => headers['if-none-match'])).toHaveLength(server.requests.length - 1);
    expect(await posts()).toEqual([]);

    server.entries = [entry('c'), entry('b'), entry('a'), ...server.entries];
    await tick();
    const three = ['Title of a', 'Title of b', 'Title of c'].map((title) => expect.stringContaining(title));
    expect(await excerpts()).toEqual(three);
    expect((await posts()).map(({ status, contentType }) => `${status} ${contentType}`)).toEqual(
      Array.from({ length: 3 }, () => 'draft curated'),
    );

    // The feed shows one more, and shows an older one again that had fallen out.
    server.entries = [entry('d'), ...server.entries, old('fallen out')];
    await tick();
    await tick();
    expect(await excerpts()).toEqual([...three, expect.stringContaining('Title of d')]);
    expect(await get(feed.id)).toMatchObject({ taken: 4, refused: 0 });
    expect(server.sent()).toBe(3);
  });

  it('looks up no entry where the same feed comes under another version each time', async () => {
    let version = 0;
    const items = [{ id: '1', title: 'One' }];
    const page = () => {
      version += 1;
      const headers = { 'content-type': 'application/json', etag: `"${version}"` };
      const body = JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'T', items });
      return { status: 200, headers, body };
    };
    server.letChoose(page);
    const feed = await follow({ backfill: 1 });
    reads = 0;
    await tick();
    await tick();
    // Its own state, once each.
    expect({ version, reads }).toEqual({ version: 3, reads: 2 });
    items.unshift({ id: '2', title: 'Two' });
    await tick();
    expect(await get(feed.id)).toMatchObject({ taken: 2, errorCount: 0 });
  });

  it('makes nothing twice of what a poll that died had begun', async () => {
    const feed = await follow();
    server.entries = ['1', '2', '3', '4', '5'].map((name) => entry(name)).reverse();
    strike = { left: 3 };
    await tick();
    await herald.until('/api/v1/feeds', () => strike === undefined, 'The kill');
    expect(await posts()).toHaveLength(3);
    await tick(7 * MINUTE);
    await tick();
    expect(await excerpts()).toEqual(['1', '2', '3', '4', '5'].map((name) => expect.stringContaining(`of ${name}`)));
    expect((await get(feed.id)).errorCount).toBe(0);
  });

  it('makes nothing twice when its message comes twice', async () => {
    const feed = await follow();
    server.entries = [entry('once')];
    const { awsEndpoint, adminCredentials: credentials, outputs } = herald.cloud;
    const sqs = new SQSClient({ endpoint: awsEndpoint, region: 'us-east-1', credentials });
    const MessageBody = JSON.stringify({ tenantId: herald.tenantId, feedId: feed.id });
    const send = () => sqs.send(new SendMessageCommand({ QueueUrl: outputs.FeedQueueUrl!, MessageBody }));
    await Promise.all([send(), send(), send(), send()]);
    await herald.cloud.idle();
    expect(await posts()).toHaveLength(1);
  });

  it('passes over what stands there without a date, and takes what comes without one later', async () => {
    server.entries = [{ guid: 'there', title: 'There before' }];
    await follow();
    server.entries = [{ guid: 'came', title: 'Came later' }, ...server.entries];
    await tick();
    expect(await excerpts()).toEqual([expect.stringContaining('Came later')]);
  });

  it('begins with the newest entries where it is asked for a backfill', async () => {
    server.entries = [old('3'), old('2'), old('1')].map((one, index) => ({
      ...one,
      published: new Date(Date.parse('2020-01-03') - index * DAY).toISOString(),
    }));
    const feed = await follow({ backfill: 2 });
    expect(await excerpts()).toEqual(['2', '3'].map((name) => expect.stringContaining(`of ${name}`)));
    await tick();
    expect((await get(feed.id)).taken).toBe(2);
  });

  it('queues entries apart, oldest first, and they go out', async () => {
    await follow({ mode: 'queue', delayMinutes: 60, template: '{title}: {summary}' });
    const description =
      '<p>Less &lt; <b>more</b> &amp; <a href="https://x.example">a link</a></p><script>alert(1)</script>';
    const first = entry('first', { description });
    server.entries = [entry('second', { description }), first];
    await tick();
    const planned = (await posts()).sort((a, b) => (a.scheduledFor < b.scheduledFor ? -1 : 1));
    expect(planned.map(({ status }) => status)).toEqual(['scheduled', 'scheduled']);
    expect(planned[0].excerpt).toBe('Title of first: Less < more & a link');
    expect(Date.parse(planned[1].scheduledFor) - Date.parse(planned[0].scheduledFor)).toBeGreaterThan(59 * MINUTE);
    await herald.cloud.advance(60 * MINUTE + 30_000);
    await herald.published(planned[0].id);
    expect((await herald.api('GET', `/api/v1/distributions/${planned[1].id}`)).body.status).toBe('scheduled');
  });

  it('fills the free slots, the oldest entry first; what has no time is kept as a draft that says why', async () => {
    // Limits have what is planned read, through the platform's list.
    expect((await herald.api('PATCH', `/api/v1/platforms/${platformId}`, { postsPerDay: 40 })).status).toBe(200);
    const inHours = (hours: number) => new Date(Math.ceil((Date.now() + hours * 60 * MINUTE) / MINUTE) * MINUTE);
    const [late, early] = [inHours(40), inHours(30)].map((at) => at.toISOString());
    for (const at of [late!, early!]) {
      const slot = { platformId, date: at.slice(0, 10), time: at.slice(11, 16), timezone: 'UTC' };
      expect((await herald.api('POST', '/api/v1/calendar/slots', slot)).status).toBe(201);
    }
    const feed = await follow({ mode: 'queue', timing: 'next_slot' });
    expect(feed).toMatchObject({ timing: 'next_slot', timezone: null });
    const first = entry('first');
    const second = entry('second');
    server.entries = [entry('third'), second, first];
    await tick();
    const timeOf = (name: string, all: Json[]) => all.find(({ excerpt }) => excerpt.includes(`of ${name}`));
    const all = await posts();
    expect(timeOf('first', all)).toMatchObject({ status: 'scheduled', scheduledFor: early });
    expect(timeOf('second', all)).toMatchObject({ status: 'scheduled', scheduledFor: late });
    expect(timeOf('third', all)).toMatchObject({ status: 'draft' });
    const told = await events('DISTRIBUTION_CREATED', timeOf('third', all).id);
    expect(told).toHaveLength(1);
    expect(told[0].data).toMatchObject({ feedId: feed.id, noTime: { asked: 'next_slot', code: 'no_free_slot' } });

    // The best hours of the same platform, for what comes from now on.
    await herald.api('PATCH', `/api/v1/feeds/${feed.id}`, { timing: 'optimal', timezone: 'Europe/Berlin' });
    server.entries = [entry('fifth'), entry('fourth'), ...server.entries];
    await tick();
    const best = (await posts()).filter(({ excerpt }) => /of f(ourth|ifth)/.test(excerpt));
    expect(best).toMatchObject([{ status: 'scheduled' }, { status: 'scheduled' }]);
    expect(best[0].scheduledFor).not.toBe(best[1].scheduledFor);

    // Whatever is in the way of a time, the entry is kept.
    const plain = await herald.api('PATCH', `/api/v1/feeds/${feed.id}`, { timing: 'delay', timezone: null });
    expect(plain).toMatchObject({ status: 200, body: { timing: 'delay', timezone: null } });
    await herald.api('PATCH', `/api/v1/platforms/${platformId}`, { minLeadMinutes: 120 });
    server.entries = [entry('sixth'), ...server.entries];
    await tick();
    const kept = timeOf('sixth', await posts());
    expect(kept.status).toBe('draft');
    expect((await events('DISTRIBUTION_CREATED', kept.id))[0].data.noTime.code).toBe('too_soon');
    expect(await get(feed.id)).toMatchObject({ taken: 6, refused: 0, errorCount: 0 });
  });

  it('makes a post for each of its platforms', async () => {
    const second = (await herald.api('POST', '/api/v1/platforms', { kind: 'sandbox', name: 'Second' })).body.id;
    await follow({ platformIds: [platformId, second] });
    server.entries = [entry('both')];
    await tick();
    expect(await posts()).toHaveLength(1);
    expect(await posts(second)).toHaveLength(1);
  });

  it('shortens what is too long, sets aside what breaks the rules all the same, says so once, and goes on', async () => {
    const blog = { kind: 'wordpress', name: 'Blog', publishConfig: { apiUrl: 'http://127.0.0.1:9' } };
    const credentials = { username: 'a', appPassword: 'abcd efgh ijkl mnop qrst uvwx' };
    const { id: blogId } = (await herald.api('POST', '/api/v1/platforms', { ...blog, credentials })).body;
    const feed = await follow({ template: '{summary} {link}', platformIds: [platformId, blogId] });
    server.entries = [entry('short', { description: 'Short.' }), entry('long', { description: 'word '.repeat(150) })];
    await tick();
    server.entries = [entry('next', { description: 'Next, &lt;b&gt;and long enough.'.repeat(4) }), ...server.entries];
    await tick();
    const bodies = async (platform: string) => {
      const ids = (await posts(platform)).map(({ id }) => id);
      const all = await Promise.all(ids.map((id) => herald.api('GET', `/api/v1/distributions/${id}`)));
      return all.map(({ body }) => body.body).sort();
    };
    const ends = (name: string) => `http://127\\.0\\.0\\.1:\\d+/posts/${name}`;
    expect(await bodies(platformId)).toEqual([
      expect.stringMatching(/^(Next, <b>and long enough\.){4} http/),
      expect.stringMatching(new RegExp(`^Short\\. ${ends('short')}$`)),
      expect.stringMatching(new RegExp(`^(word )+word… ${ends('long')}$`)),
    ]);
    // A stranger's text is no HTML of ours.
    expect(await bodies(blogId)).toEqual([
      expect.stringMatching(/^<p>(Next, &lt;b&gt;and long enough\.){4} <a href=/),
      expect.stringMatching(/^<p>(word )+<a href=/),
    ]);
    expect(await get(feed.id)).toMatchObject({ taken: 5, refused: 1, active: true });
    const refused = await events('FEED_ITEM_REFUSED', feed.id);
    expect(refused).toHaveLength(1);
    expect(refused[0].data).toMatchObject({ guid: 'short', code: 'content_invalid', problems: [{ field: '/body' }] });
  });

  it('counts failures, shows the last one, asks less and less often, and forgets them with the next success', async () => {
    const feed = await follow();
    server.misbehave({ fault: { status: 503, body: 'busy' }, times: 4 });
    const asked = () => server.requests.length;
    await tick();
    expect(await get(feed.id)).toMatchObject({ errorCount: 1, lastError: { message: expect.stringContaining('503') } });
    const before = asked();
    for (let round = 0; round < 8; round += 1) await tick();
    // After 14, 28 and 56 minutes: the first, the third and the seventh of eight ticks.
    expect(asked() - before).toBe(3);
    expect(await get(feed.id)).toMatchObject({ errorCount: 4, active: true });
    await tick(DAY);
    expect(await get(feed.id)).toMatchObject({ errorCount: 0, lastError: null, retryAt: null });
  });

  it('records a look that a server answered with what is no HTTP, and asks that one less often', async () => {
    const hostile = await startHostileServer('the status 999');
    const feed = await follow({ url: `${hostile.url}/feed.xml` });
    const { errorCount, lastError, retryAt } = await get(feed.id);
    expect({ errorCount, message: lastError.message }).toEqual({
      errorCount: 1,
      message: expect.stringContaining('the status 999'),
    });
    expect(Date.parse(retryAt)).toBeGreaterThan(Date.now());
    await hostile.close();
  });

  it('is paused after a week of failures, with an event, and takes what it missed once it is switched on again', async () => {
    const feed = await follow();
    let isBroken = true;
    const page = { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>No feed</p>' };
    server.letChoose(() => (isBroken ? page : undefined));
    server.entries = [entry('missed')];
    await tick();
    for (let day = 0; day < 8; day += 1) await tick(DAY);
    const paused = await get(feed.id);
    expect(paused).toMatchObject({ active: false, pausedReason: expect.stringContaining('It has failed since') });
    const { length } = server.requests;
    await tick(DAY);
    expect(server.requests).toHaveLength(length);
    const days = Array.from({ length: 4 }, (_, back) => new Date(Date.now() - back * DAY).toISOString().slice(0, 10));
    const logs = await Promise.all(days.map((day) => herald.api('GET', `/api/v1/events?day=${day}&limit=100`)));
    const told = logs.flatMap(({ body }) => body.items).filter(({ type }: Json) => type === 'FEED_PAUSED');
    expect(told).toMatchObject([{ entityId: feed.id, data: { url: server.feed } }]);

    const on = await herald.api('PATCH', `/api/v1/feeds/${feed.id}`, { active: true });
    expect(on.body).toMatchObject({ active: true, pausedReason: null });
    await tick();
    // It has another week.
    expect(await get(feed.id)).toMatchObject({ active: true, errorCount: 1 });
    isBroken = false;
    await tick();
    expect(await excerpts()).toEqual([expect.stringContaining('Title of missed')]);
  });

  it('is paused at once where the server says that it is gone for good', async () => {
    const feed = await follow();
    server.misbehave({ fault: { status: 410 } });
    await tick();
    expect(await get(feed.id)).toMatchObject({ active: false, pausedReason: expect.stringContaining('410') });
  });

  it('refuses what it could not work with, each problem by its pointer', async () => {
    const wrong = {
      url: 'file:///etc/passwd',
      platformIds: ['x'],
      template: '{titel}',
      delayMinutes: 0,
      interval: 5,
    };
    const { status, body } = await herald.api('POST', '/api/v1/feeds', wrong);
    expect(status).toBe(400);
    expect(body.errors.map(({ pointer }: Json) => pointer).sort()).toEqual([
      '/delayMinutes',
      '/interval',
      '/platformIds/0',
      '/template',
      '/url',
    ]);
    const unknown = { url: server.feed, platformIds: ['11111111-1111-4111-8111-111111111111'] };
    const answer = await herald.api('POST', '/api/v1/feeds', unknown);
    expect(answer.body.errors).toMatchObject([{ pointer: '/platformIds/0', code: 'unknown_platform' }]);
  });

  it('belongs to its tenant alone', async () => {
    const feed = await follow();
    const other = await herald.newTenant('Other');
    const key = { authorization: `Bearer ${other.apiKey}` };
    for (const method of ['GET', 'DELETE']) {
      expect((await herald.api(method, `/api/v1/feeds/${feed.id}`, undefined, key)).status).toBe(404);
    }
    expect((await herald.api('GET', '/api/v1/feeds', undefined, key)).body.items).toEqual([]);
  });
});
