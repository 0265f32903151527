import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allEndpoints } from '../../shared/http/all-endpoints.ts';
import { type FeedServer, startFeedServer } from '../doubles/feed-server.ts';
import { type Answer, type Herald, type Json, startHerald } from '../support/herald.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A list with at least three entries. */
interface List {
  path: string;
  /** Default: an answer in JSON with `items` and `nextCursor`. */
  read?(answer: Answer): { entries: unknown[]; cursor: string | null };
  /** Reads the same part of the table in the same order as this operation: their cursors are interchangeable. */
  sameAs?: string;
}

const asJson = ({ body }: Answer) => ({ entries: body.items, cursor: body.nextCursor });
const asFile = ({ body, headers }: Answer) => {
  const next = /^<(.+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
  const cursor = next === undefined ? null : new URL(next, 'http://herald').searchParams.get('cursor');
  return { entries: body.trim().split('\n').filter(Boolean), cursor };
};

const operations = allEndpoints.filter(({ query }) => query !== undefined && 'cursor' in query.shape);

describe('every list', () => {
  let herald: Herald;
  let feeds: FeedServer;
  /** By operation. */
  let lists: Record<string, List>;

  const make = async (path: string, body: unknown, headers?: Record<string, string>): Promise<Json> => {
    const answer = await herald.api('POST', path, body, headers);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    return answer.body;
  };
  const three = async (path: string, bodyOf: (number: number) => object): Promise<Json[]> => {
    const made: Json[] = [];
    for (const number of [1, 2, 3]) made.push(await make(path, bodyOf(number)));
    return made;
  };

  beforeAll(async () => {
    [herald, feeds] = await Promise.all([startHerald(), startFeedServer()]);
    // Noon: the events of this day are all of one day.
    const noon = Math.ceil(Date.now() / DAY_MS) * DAY_MS + DAY_MS / 2;
    await herald.cloud.advance(noon - Date.now());
    const day = new Date().toISOString().slice(0, 10);

    const [{ id: platformId }] = await three('/api/v1/platforms', (number) => ({
      kind: 'sandbox',
      name: `Sandbox ${number}`,
    }));
    await three('/api/v1/contents', (number) => ({ body: `Content ${number}.` }));
    await three('/api/v1/api-keys', (number) => ({ name: `Key ${number}`, scopes: ['read'] }));
    await three('/api/v1/calendar/links', () => ({}));
    await three('/api/v1/feeds', () => ({ url: feeds.feed, platformIds: [platformId] }));
    await three('/sandbox/v1/posts', (number) => ({ text: `Sandbox post ${number}.` }));
    await three('/api/v1/cross-posts', (number) => ({
      content: { body: `Cross-post ${number}.` },
      platforms: [{ platformId }],
    }));
    const scheduledFor = (days: number) => new Date(noon + days * DAY_MS).toISOString();
    await three('/api/v1/distributions', (number) => ({
      platformId,
      body: `Planned ${number}.`,
      scheduledFor: scheduledFor(30 + number),
    }));
    const [first] = await three('/api/v1/series', (number) => {
      const [date, time] = new Date(noon + (60 + number) * MINUTE_MS).toISOString().split('T');
      const repeat = { rrule: 'FREQ=DAILY;COUNT=10' };
      return { platformId, body: `Series ${number}.`, date, time: time!.slice(0, 5), timezone: 'UTC', repeat };
    });
    const post = await make('/api/v1/distributions', {
      platformId,
      body: 'Measured.',
      scheduledFor: scheduledFor(0.1),
    });
    const edited = await herald.api('PATCH', `/api/v1/distributions/${post.id}`, { businessUnit: 'north' });
    expect(edited.status).toBe(200);

    const csv = { 'content-type': 'text/csv' };
    const rows = ['No.', 'Such.', 'Account.'].map((body) => `${crypto.randomUUID()},${body}`);
    const bad = await make('/api/v1/imports', ['platformId,body', ...rows, ''].join('\n'), csv);
    for (const body of ['One', 'Two']) await make('/api/v1/imports', `platformId,body\n${platformId},${body}\n`, csv);

    // Three days: each has its occurrence of a series, and new figures of the post.
    for (let passed = 0; passed < 6; passed += 1) await herald.cloud.advance(DAY_MS / 2);

    lists = {
      listPlatforms: { path: '/api/v1/platforms' },
      listContents: { path: '/api/v1/contents' },
      listApiKeys: { path: '/api/v1/api-keys' },
      listCalendarLinks: { path: '/api/v1/calendar/links' },
      listFeeds: { path: '/api/v1/feeds' },
      listSandboxPosts: { path: '/sandbox/v1/posts' },
      listCrossPosts: { path: '/api/v1/cross-posts' },
      listDistributions: { path: '/api/v1/distributions' },
      listDistributionEvents: { path: `/api/v1/distributions/${post.id}/events` },
      listDistributionMetrics: { path: `/api/v1/distributions/${post.id}/metrics` },
      listSeries: { path: '/api/v1/series' },
      listSeriesOccurrences: { path: `/api/v1/series/${first.id}/occurrences` },
      listImports: { path: '/api/v1/imports' },
      listImportProblems: { path: `/api/v1/imports/${bad.id}/problems` },
      listEvents: { path: `/api/v1/events?day=${day}` },
      exportDistributions: { path: '/api/v1/exports/distributions?format=ndjson', read: asFile },
      exportCalendar: {
        path: '/api/v1/exports/calendar?format=ndjson',
        read: asFile,
        sameAs: 'exportDistributions',
      },
    };
  });
  afterAll(() => Promise.all([herald?.close(), feeds?.close()]));

  const address = (path: string, query: Record<string, string>) =>
    `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams(query)}`;
  const page = async ({ path, read = asJson }: List, query: Record<string, string>) => {
    const answer = await herald.api('GET', address(path, query));
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return read(answer);
  };

  it('is in this test', () => {
    expect(Object.keys(lists).sort()).toEqual(operations.map(({ operationId }) => operationId).sort());
  });

  it.each(operations.map(({ operationId }) => operationId))('%s pages to its end, each entry once', async (name) => {
    const list = lists[name]!;
    const whole = await page(list, { limit: '100' });
    expect(whole.entries.length).toBeGreaterThanOrEqual(3);
    const paged: unknown[] = [];
    let cursor: string | null = null;
    do {
      const { entries, cursor: next } = await page(list, { limit: '1', ...(cursor !== null && { cursor }) });
      expect(entries.length).toBeLessThanOrEqual(1);
      paged.push(...entries);
      cursor = next;
    } while (cursor !== null);
    expect(paged).toEqual(whole.entries);
    expect(new Set(paged.map((entry) => JSON.stringify(entry))).size).toBe(paged.length);
  });

  it('refuses the cursor of every other list, and the same list of another tenant', async () => {
    const { apiKey } = await herald.newTenant('Other');
    const other = { authorization: `Bearer ${apiKey}` };
    const cursors = new Map<string, string>();
    for (const [name, list] of Object.entries(lists)) cursors.set(name, (await page(list, { limit: '1' })).cursor!);
    const accepted: string[] = [];
    for (const [name, { path, sameAs = name }] of Object.entries(lists)) {
      for (const [from, cursor] of cursors) {
        if (sameAs === (lists[from]!.sameAs ?? from)) continue;
        const { status, body } = await herald.api('GET', address(path, { cursor }));
        if (status !== 400 || body.errors[0].pointer !== '/cursor') accepted.push(`${name} takes that of ${from}`);
      }
      const { status } = await herald.api('GET', address(path, { cursor: cursors.get(name)! }), undefined, other);
      if (status < 400) accepted.push(`${name} takes that of another tenant`);
    }
    expect(accepted).toEqual([]);
  });
});
