import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Herald, type Json, startHerald } from '../support/herald.ts';

describe('the API, used wrongly on purpose', () => {
  let herald: Herald;
  let platformId: string;

  beforeAll(async () => {
    herald = await startHerald();
    platformId = await herald.connect();
  });
  afterAll(() => herald?.close());

  const problem = ({ status, body, headers }: Answer) => {
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body).toMatchObject({
      status,
      code: expect.any(String),
      detail: expect.any(String),
      remedy: expect.any(String),
    });
    expect(JSON.stringify(body)).not.toMatch(/node_modules|\.ts:\d|\.mjs:\d/);
    return body;
  };
  const pointers = (body: Json) => body.errors.map(({ pointer }: { pointer: string }) => pointer).sort();

  it('tells what is wrong with shape, content and time in one answer', async () => {
    const answer = await herald.api('POST', '/api/v1/distributions', {
      platformId,
      body: 'x'.repeat(501),
      titel: 'x',
      scheduledFor: '2027-03-29T02:30:00',
      mediaUrls: ['ftp://x'],
    });
    expect(answer.status).toBe(400);
    expect(pointers(problem(answer))).toEqual(['/body', '/mediaUrls/0', '/timezone', '/titel']);
  });

  it('tells every problem of a body at once, by JSON pointer', async () => {
    const answer = await herald.api('POST', '/api/v1/distributions', {
      platformId: 'x',
      body: 7,
      mediaUrls: ['ftp://x'],
      schedule: 'now',
    });
    expect(answer.status).toBe(400);
    expect(pointers(problem(answer))).toEqual(['/body', '/mediaUrls/0', '/platformId', '/schedule']);
  });

  it('tells every problem of a content with the platform, time included', async () => {
    const answer = await herald.api('POST', '/api/v1/distributions', {
      platformId,
      body: 'x'.repeat(600),
      scheduledFor: '2020-01-01T00:00:00Z',
      platformSpecific: { shout: true },
    });
    expect(answer.status).toBe(422);
    const body = problem(answer);
    expect(body.code).toBe('content_invalid');
    expect(pointers(body)).toEqual(expect.arrayContaining(['/body', '/scheduledFor']));
    expect(body.errors.find(({ pointer }: Json) => pointer === '/body')).toMatchObject({ limit: 500, actual: 600 });
  });

  it('needs a zone for a time without an offset, and keeps the local time', async () => {
    const create = (more: object) =>
      herald.api('POST', '/api/v1/distributions', { platformId, body: `Zone ${JSON.stringify(more)}`, ...more });
    expect(pointers(problem(await create({ scheduledFor: '2031-07-01T09:30:00' })))).toEqual(['/timezone']);
    const made = await create({ scheduledFor: '2031-07-01T09:30:00', timezone: 'Europe/Berlin' });
    expect(made.body).toMatchObject({ scheduledFor: '2031-07-01T07:30:00.000Z', localTime: '2031-07-01T09:30:00' });
  });

  it.each([
    ['POST', '/api/v1/distributions', '{"body":', 400],
    ['POST', '/api/v1/distributions', '[]', 400],
    ['POST', '/api/v1/distributions', 'null', 400],
    ['POST', '/api/v1/distributions', '"text"', 400],
    ['POST', '/api/v1/platforms', '{"kind":"myspace","name":"x"}', 400],
    ['POST', '/api/v1/platforms', '{"kind":"wordpress","name":"x","credentials":{"user":"x"}}', 400],
    ['POST', '/api/v1/platforms', '{"kind":"__proto__","name":"x"}', 400],
    ['GET', '/api/v1/distributions?limit=0', undefined, 400],
    ['GET', '/api/v1/distributions?limit=1e9', undefined, 400],
    ['GET', '/api/v1/distributions?cursor=%00%ff', undefined, 400],
    ['GET', '/api/v1/distributions?cursor=WyJhIiwiYiIsImMiXQ', undefined, 400],
    ['GET', '/api/v1/distributions?status=sleeping', undefined, 400],
    ['GET', '/api/v1/events?day=yesterday', undefined, 400],
    ['GET', '/api/v1/distributions/not-an-id', undefined, 404],
    ['GET', '/api/v1/distributions/00000000-0000-7000-8000-000000000000', undefined, 404],
    ['GET', '/api/v1/distributions/00000000-0000-7000-8000-000000000000/events', undefined, 404],
    ['POST', '/api/v1/distributions/00000000-0000-7000-8000-000000000000/publish', undefined, 404],
    ['PATCH', '/api/v1/platforms/00000000-0000-7000-8000-000000000000', '{}', 404],
    ['DELETE', '/api/v1/platforms/00000000-0000-7000-8000-000000000000', undefined, 404],
    ['DELETE', '/api/v1/api-keys/%23%23', undefined, 404],
  ])('answers %s %s %s with %i and a problem', async (method, path, body, status) => {
    const answer = await herald.api(method, path, body);
    expect(answer.status).toBe(status);
    problem(answer);
  });

  it.each([
    ['GET', '/api/v1/distributions/a/b/c', 404, null, 'no path /api/v1/distributions/a/b/c'],
    ['GET', '/api/v1/exports', 404, null, 'no path /api/v1/exports'],
    ['GET', '/api/v1/platforms/%E0%A4%A', 404, null, 'nothing with id %E0%A4%A'],
    ['GET', '/api/v1/platforms/..%2f..%2fcontents', 404, null, 'no path /api/v1/platforms/../../contents'],
    ['PUT', '/api/v1/platforms', 405, 'GET, HEAD, POST', 'does not take PUT'],
    ['DELETE', '/api/v1/distributions', 405, 'GET, HEAD, POST', 'does not take DELETE'],
    ['GET', '/api/v1/distributions/validate', 405, 'POST', 'does not take GET'],
    ['OPTIONS', '/api/v1/calendar', 405, 'GET, HEAD', 'does not take OPTIONS'],
  ])('answers %s %s, which it does not have, with %i and where to look', async (method, path, status, allow, what) => {
    const answer = await herald.api(method, path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('allow')).toBe(allow);
    const { code, detail, remedy } = problem(answer);
    expect(code).toBe(status === 404 ? 'not_found' : 'method_not_allowed');
    expect(detail).toContain(what);
    expect(remedy).toContain('GET');
  });

  it('answers HEAD as GET, without the body', async () => {
    const headers = { authorization: `Bearer ${herald.apiKey}` };
    const head = (path: string) => fetch(`${herald.cloud.url}${path}`, { method: 'HEAD', headers });
    const list = await head('/api/v1/platforms');
    expect([list.status, list.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    expect(await list.text()).toBe('');
    expect((await head('/api/v1/distributions/validate')).status).toBe(405);
  });

  it('names the possible words where a time is none', async () => {
    const create = (scheduledFor: string) =>
      herald.api('POST', '/api/v1/distributions', { platformId, body: 'When?', scheduledFor });
    for (const scheduledFor of ['next_slott', 'now']) {
      const { errors } = problem(await create(scheduledFor));
      expect(errors[0].pointer).toBe('/scheduledFor');
      for (const word of ['"next_slot"', '"optimal"', '2026-12-01T09:30:00Z']) {
        expect(`${errors[0].detail} ${errors[0].remedy}`).toContain(word);
      }
    }
  });

  it('leads from a problem to the page about its code, without a key', async () => {
    const { type } = problem(await herald.api('GET', '/api/v1/distributions/none'));
    const page = await fetch(`${herald.cloud.url}${type}`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain('<h1>not_found</h1>');
    expect(await (await fetch(`${herald.cloud.url}/api/v1/docs/errors`)).text()).toContain('method_not_allowed');
    expect((await fetch(`${herald.cloud.url}/api/v1/docs/errors/nonsense`)).status).toBe(404);
  });

  it('refuses a cursor whose place is not one of this list', async () => {
    for (const body of ['First.', 'Second.']) await herald.api('POST', '/api/v1/distributions', { platformId, body });
    const { nextCursor } = (await herald.api('GET', '/api/v1/distributions?limit=1')).body;
    const [list, pk, sk, position] = JSON.parse(Buffer.from(nextCursor, 'base64url').toString());
    const forgeries = [
      [pk, sk, position],
      [`${list}x`, pk, sk, position],
      [list, '', sk, position],
      [list, pk, '', position],
      [list, pk, sk, ''],
      // Outside of what the query reads.
      [list, pk, sk, '~~'],
      [list, pk, sk, position, position],
    ];
    for (const forged of forgeries) {
      const cursor = Buffer.from(JSON.stringify(forged)).toString('base64url');
      const answer = await herald.api('GET', `/api/v1/distributions?cursor=${cursor}`);
      expect(answer.status, JSON.stringify(forged)).toBe(400);
      expect(pointers(problem(answer))).toEqual(['/cursor']);
    }
  });

  it('never publishes at once because a time was put in the wrong place', async () => {
    const { body: draft } = await herald.api('POST', '/api/v1/distributions', { platformId, body: 'A draft.' });
    const misplaced = { scheduledFor: '2031-01-01T00:00:00Z' };
    const answer = await herald.api('POST', `/api/v1/distributions/${draft.id}/publish`, misplaced);
    expect(answer.status).toBe(400);
    expect(pointers(problem(answer))).toEqual(['/scheduledFor']);
    expect((await herald.api('GET', `/api/v1/distributions/${draft.id}`)).body.status).toBe('draft');
  });

  it('refuses a time that no calendar reaches, and one too far for anybody to mean it', async () => {
    for (const scheduledFor of ['+100000-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2040-01-01T00:00:00Z']) {
      const answer = await herald.api('POST', '/api/v1/distributions', { platformId, body: 'Far.', scheduledFor });
      expect(answer.status).toBe(422);
      expect(pointers(problem(answer))).toEqual(['/scheduledFor']);
    }
  });

  it('refuses a body that is nested without end', async () => {
    const nested = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
    const body = `{"platformId":"${platformId}","body":"x","platformSpecific":${nested}}`;
    expect((await herald.api('POST', '/api/v1/distributions', body)).status).toBe(400);
  });

  it('stores a body that no single item could hold, and gives it back whole', async () => {
    const body = 'ü'.repeat(200_000);
    const { body: blog } = await herald.api('POST', '/api/v1/platforms', {
      kind: 'wordpress',
      name: 'Long reads',
      publishConfig: { apiUrl: 'http://127.0.0.1:9' },
      credentials: { username: 'editor', appPassword: 'abcd efgh' },
    });
    const made = await herald.api('POST', '/api/v1/distributions', { platformId: blog.id, title: 'Long', body });
    expect(made.status).toBe(201);
    expect((await herald.api('GET', `/api/v1/distributions/${made.body.id}`)).body.body).toBe(body);
  });

  it('answers 413 for a body over one megabyte', async () => {
    const answer = await herald.api('POST', '/api/v1/distributions', { platformId, body: 'x'.repeat(1_100_000) });
    expect(answer.status).toBe(413);
    expect(problem(answer).code).toBe('body_too_large');
  });

  it('refuses the same text on the same platform within a day, and names the first', async () => {
    const post = { platformId, body: 'Twice the same.', scheduledFor: '2031-05-05T10:00:00Z' };
    const first = await herald.api('POST', '/api/v1/distributions', post);
    const again = await herald.api('POST', '/api/v1/distributions', { ...post, body: ' twice  THE same.' });
    expect(again.status).toBe(409);
    expect(problem(again)).toMatchObject({ code: 'duplicate_content', existingId: first.body.id });
    const meant = await herald.api('POST', '/api/v1/distributions', { ...post, allowDuplicate: true });
    expect(meant.status).toBe(201);
    await herald.api('POST', `/api/v1/distributions/${first.body.id}/cancel`);
    expect((await herald.api('POST', '/api/v1/distributions', post)).status).toBe(201);

    const evergreen = (scheduledFor: string) =>
      herald.api('POST', '/api/v1/distributions', { platformId, body: 'Evergreen.', scheduledFor });
    expect((await evergreen('2031-02-01T23:00:00Z')).status).toBe(201);
    expect((await evergreen('2031-02-10T10:00:00Z')).status).toBe(201);
    expect((await evergreen('2031-02-02T01:00:00Z')).status).toBe(409);
  });

  it('warns of a limit that an explicit time would break, and accepts it', async () => {
    const { body: slow } = await herald.api('POST', '/api/v1/platforms', {
      kind: 'sandbox',
      name: 'Slow',
      postsPerHour: 1,
      minIntervalMinutes: 30,
    });
    const create = (text: string, scheduledFor: string) =>
      herald.api('POST', '/api/v1/distributions', { platformId: slow.id, body: text, scheduledFor });
    expect((await create('First', '2031-08-08T10:00:00Z')).body.warnings).toEqual([]);
    const second = await create('Second', '2031-08-08T10:10:00Z');
    expect(second.status).toBe(201);
    expect(second.body.warnings.map(({ code }: Json) => code)).toEqual(['posts_per_hour', 'min_interval']);
  });

  it('pages through a list without leaving out or repeating anything, filters included', async () => {
    const content = { type: 'manual', title: 'Pages', body: 'One of many.' };
    const { id: contentId } = (await herald.api('POST', '/api/v1/contents', content)).body;
    for (let index = 0; index < 7; index += 1) {
      await herald.api('POST', '/api/v1/distributions', { platformId, body: `Page ${index}`, contentId });
    }
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await herald.api('GET', `/api/v1/distributions?contentId=${contentId}&limit=3${cursor}`);
      expect(body.items.length).toBeLessThanOrEqual(3);
      seen.push(...body.items.map(({ id }: Json) => id));
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor);
    expect(new Set(seen).size).toBe(7);
    const drafts = await herald.api('GET', `/api/v1/distributions?status=draft&platformId=${platformId}&limit=100`);
    expect(drafts.body.items.every(({ status }: Json) => status === 'draft')).toBe(true);
  });

  it('shows what would be posted, and every problem, without storing anything', async () => {
    const before = (await herald.api('GET', '/api/v1/distributions?limit=100')).body.items.length;
    const good = await herald.api('POST', '/api/v1/distributions/validate', { platformId, body: 'Dry.' });
    expect(good.body).toMatchObject({ valid: true, problems: [], wouldPost: { text: 'Dry.' } });
    const bad = await herald.api('POST', '/api/v1/distributions/validate', { platformId, body: 'x'.repeat(501) });
    expect(bad.body).toMatchObject({ valid: false, problems: [{ field: '/body', limit: 500, actual: 501 }] });
    expect((await herald.api('GET', '/api/v1/distributions?limit=100')).body.items).toHaveLength(before);
  });

  it('exports the event log of the day as NDJSON, newest first', async () => {
    const { body, headers } = await herald.api('GET', '/api/v1/events?format=ndjson&limit=5');
    expect(headers.get('content-type')).toBe('application/x-ndjson');
    const lines = (body as string)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(5);
    const times = lines.map(({ occurredAt }) => occurredAt);
    expect(times).toEqual([...times].sort().reverse());
    expect(headers.get('x-next-cursor')).toBeTruthy();
  });

  it('answers health, OpenAPI and the page to read without a key', async () => {
    const open = async (path: string) => fetch(`${herald.cloud.url}/api/v1/${path}`);
    const health = (await (await open('health')).json()) as Json;
    expect(health).toMatchObject({ status: 'ok', table: 'readable', version: expect.any(String) });
    expect(Math.abs(Date.parse(health.time) - Date.now())).toBeLessThan(5_000);
    const document = (await (await open('openapi.json')).json()) as Json;
    expect(document.openapi).toMatch(/^3\.1/);
    expect(Object.keys(document.paths)).toContain('/api/v1/distributions/{id}/publish');
    expect(Object.keys(document.paths).some((path) => path.startsWith('/sandbox'))).toBe(false);
    const page = await (await open('docs')).text();
    expect(page).toContain('/api/v1/distributions/{id}/cancel');
  });
});
