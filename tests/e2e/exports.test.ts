import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Herald, type Json, startHerald } from '../support/herald.ts';

const DAY = 86_400_000;

describe('an export', () => {
  let herald: Herald;
  let platformId: string;
  let other: { apiKey: string; tenantId: string };
  const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();
  const bearer = () => ({ authorization: `Bearer ${other.apiKey}` });

  beforeAll(async () => {
    herald = await startHerald();
    other = await herald.newTenant('Other');
    platformId = await herald.connect();
    const posts = [
      { body: 'A draft,\r\nwith "quotes" and a line break', businessUnit: 'B1' },
      { body: '=HYPERLINK("http://x")', title: '@formula' },
      { body: 'With options', platformSpecific: { thread: ['Second, with "quotes"'] }, allowDuplicate: true },
      { body: 'Planned', scheduledFor: inDays(10), timezone: 'Europe/Berlin', latePolicy: 'ask', lateAfterMinutes: 30 },
      {
        body: 'Media',
        mediaUrls: ['https://example.com/1.png'],
        scheduledFor: inDays(3),
        linkUrl: 'https://a.example',
      },
    ];
    for (const post of posts) {
      const answer = await herald.api('POST', '/api/v1/distributions', { platformId, ...post });
      expect(answer.status, answer.body.detail).toBe(201);
    }
    const { id } = (await herald.api('POST', '/api/v1/distributions', { platformId, body: 'Never mind' })).body;
    await herald.api('POST', `/api/v1/distributions/${id}/cancel`);
  });
  afterAll(() => herald?.close());

  const get = (query: string) => herald.api('GET', `/api/v1/exports/${query}`);
  const nextOf = (headers: Headers) => /^<(.+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
  const rowsOf = (text: string): Json[] =>
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  const contents = async (headers: Record<string, string> = {}): Promise<Json[]> => {
    const { body } = await herald.api('GET', '/api/v1/exports/distributions?format=ndjson', undefined, headers);
    const said = rowsOf(body).filter(({ status }) => status !== 'cancelled');
    return said.map(({ key, platformId, createdAt, ...row }) => row).sort((a, b) => a.body.localeCompare(b.body));
  };
  const importFile = async (file: string, type: string, headers: Record<string, string> = {}): Promise<Json> => {
    const made = await herald.api('POST', '/api/v1/imports', file, { 'content-type': type, ...headers });
    expect(made.status).toBe(202);
    for (;;) {
      const { body } = await herald.api('GET', `/api/v1/imports/${made.body.id}`, undefined, headers);
      if (body.endedAt !== null) return body;
      await herald.cloud.idle();
    }
  };

  it.each([
    ['csv', 'text/csv'],
    ['ndjson', 'application/x-ndjson'],
  ])('as %s of drafts and planned posts makes nothing when it comes back to its own tenant', async (format, type) => {
    for (const [status, rows] of [
      ['draft', 3],
      ['scheduled', 2],
    ] as const) {
      const { body } = await get(`distributions?format=${format}&status=${status}`);
      const end = await importFile(body, type);
      expect(end).toMatchObject({ status: 'completed', problems: [] });
      expect(end.counts).toMatchObject({ total: rows, created: 0, existing: rows });
    }
  });

  it.each([
    ['csv', 'text/csv'],
    ['ndjson', 'application/x-ndjson'],
  ])('as %s makes the same posts elsewhere, whatever is in their texts', async (format, type) => {
    other = await herald.newTenant('Another');
    const platform = { kind: 'sandbox', name: 'Theirs' };
    const theirs = (await herald.api('POST', '/api/v1/platforms', platform, bearer())).body.id;
    for (const status of ['draft', 'scheduled']) {
      const { body } = await get(`distributions?format=${format}&status=${status}`);
      const end = await importFile(body.replaceAll(platformId, theirs), type, bearer());
      expect(end).toMatchObject({ status: 'completed', counts: { failed: 0, existing: 0 } });
    }
    expect(await contents(bearer())).toEqual(await contents());
  });

  it('comes in pages that can be joined as they come', async () => {
    for (const format of ['csv', 'ndjson']) {
      const whole = await get(`distributions?format=${format}`);
      expect(nextOf(whole.headers)).toBeUndefined();
      let next: string | undefined = `/api/v1/exports/distributions?format=${format}&limit=2`;
      let joined = '';
      let pages = 0;
      while (next !== undefined) {
        const { status, body, headers } = await herald.api('GET', next);
        expect(status).toBe(200);
        joined += body;
        next = nextOf(headers);
        pages += 1;
      }
      expect(pages).toBeGreaterThanOrEqual(3);
      expect(joined).toBe(whole.body);
    }
  });

  it('stays below what an answer may have, however large the texts are', async () => {
    const blog = { kind: 'wordpress', name: 'Blog', publishConfig: { apiUrl: 'http://127.0.0.1:9' } };
    const credentials = { username: 'a', appPassword: 'abcd efgh ijkl mnop qrst uvwx' };
    const { id } = (await herald.api('POST', '/api/v1/platforms', { ...blog, credentials })).body;
    const numbers = Array.from({ length: 24 }, (_, number) => number);
    for (const index of numbers) {
      const post = {
        platformId: id,
        title: `Large ${index}`,
        body: `"${String.fromCharCode(97 + index)}`.repeat(100_000),
      };
      expect((await herald.api('POST', '/api/v1/distributions', post)).status).toBe(201);
    }
    let next: string | undefined = `/api/v1/exports/distributions?format=ndjson&platformId=${id}`;
    const titles: string[] = [];
    let pages = 0;
    while (next !== undefined) {
      const { status, body, headers } = await herald.api('GET', next);
      expect(status).toBe(200);
      titles.push(...rowsOf(body).map(({ title }) => title));
      next = nextOf(headers);
      pages += 1;
    }
    expect(pages).toBeGreaterThan(1);
    expect(titles).toEqual(numbers.map((index) => `Large ${index}`));
  });

  it('holds the range of time, the platform and the status that it was asked for', async () => {
    const bodies = async (query: string) => {
      const { body } = await get(`distributions?format=ndjson&platformId=${platformId}&${query}`);
      return body === '' ? [] : rowsOf(body).map((row) => row.body);
    };
    expect(await bodies(`from=${inDays(1)}`)).toEqual(['Media', 'Planned']);
    expect(await bodies(`from=${inDays(1)}&to=${inDays(5)}`)).toEqual(['Media']);
    expect(await bodies('status=cancelled')).toEqual(['Never mind']);
    expect(await bodies('status=published')).toEqual([]);
    const over = (await herald.api('GET', '/api/v1/exports/distributions?status=cancelled')).body;
    const refused = (await herald.api('POST', '/api/v1/imports?dryRun=true', over, { 'content-type': 'text/csv' }))
      .body;
    expect(refused.problems).toMatchObject([
      { column: 'status', message: expect.stringContaining('cancelled'), remedy: expect.stringContaining('?status=') },
    ]);
    const { status, body } = await get('distributions?from=yesterday');
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ pointer: '/from' }]);
  });

  it('keeps a spreadsheet from running what a text says, unless it is told not to', async () => {
    expect((await get('distributions?status=draft')).body).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect((await get('distributions?status=draft&formulas=keep')).body).toContain(`"=HYPERLINK(""http://x"")"`);
  });

  it('of the calendar has what is planned, in order, with its local time', async () => {
    const { body, headers } = await get('calendar?format=ndjson');
    expect(headers.get('content-disposition')).toContain('calendar.ndjson');
    const rows = rowsOf(body);
    expect(rows.map(({ excerpt }) => excerpt)).toEqual(['Media', 'Planned']);
    expect(rows[1]).toMatchObject({ platform: 'Sandbox', timezone: 'Europe/Berlin', status: 'scheduled' });
    expect(rows[1].localTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d/);
    expect((await get('calendar')).body.split('\r\n')[0]).toMatch(/^scheduledFor,localTime,timezone/);
  });

  /** Read by a parser of another author. */
  const eventsOf = (text: string) => new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent');
  const summaries = (text: string) => eventsOf(text).map((event) => String(event.getFirstPropertyValue('summary')));

  it('as ICS has what CSV has, as events of the calendar behind a secret link', async () => {
    const { status, body, headers } = await get(`calendar?format=ics&platformId=${platformId}`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('text/calendar');
    expect(headers.get('content-disposition')).toContain('calendar.ics');
    expect(headers.get('link')).toBeNull();
    expect(summaries(body)).toEqual(['Sandbox: Media', 'Sandbox: Planned']);
    const csv = rowsOf((await get(`calendar?format=ndjson&platformId=${platformId}`)).body);
    const starts = eventsOf(body).map((event) => (event.getFirstPropertyValue('dtstart') as ICAL.Time).toJSDate());
    expect(starts).toEqual(csv.map(({ dueAt }) => new Date(Math.floor(Date.parse(dueAt) / 1000) * 1000)));

    const { url } = (await herald.api('POST', '/api/v1/calendar/links', {})).body;
    const link = await herald.api('GET', new URL(url).pathname + new URL(url).search);
    const uids = (text: string) => eventsOf(text).map((event) => event.getFirstPropertyValue('uid'));
    expect(uids(link.body)).toEqual(expect.arrayContaining(uids(body)));

    expect(summaries((await get(`calendar?format=ics&from=${inDays(5)}`)).body)).toEqual(['Sandbox: Planned']);
    expect(summaries((await get('distributions?format=ics&status=published')).body)).toEqual([]);
    expect(summaries((await get(`distributions?format=ics&platformId=${platformId}`)).body)).toHaveLength(2);
  });

  it('as ICS comes whole or not at all', async () => {
    const paged = await get('calendar?format=ics&limit=1&cursor=x');
    expect(paged.status).toBe(400);
    expect(paged.body.errors).toMatchObject([{ pointer: '/limit' }, { pointer: '/cursor' }]);
  });

  it('of a range that ends before it begins is refused', async () => {
    for (const format of ['csv', 'ndjson', 'ics']) {
      for (const what of ['calendar', 'distributions']) {
        const { status, body } = await get(`${what}?format=${format}&from=${inDays(5)}&to=${inDays(1)}`);
        expect(status).toBe(400);
        expect(body.errors).toMatchObject([{ pointer: '/to' }]);
      }
      expect((await get(`calendar?format=${format}&to=2020-01-01`)).status).toBe(200);
    }
  });
});
