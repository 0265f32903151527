import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Herald, type Json, startHerald } from '../support/herald.ts';

describe('the API, used wrongly on purpose', () => {
  let herald: Herald;
  let platformId: string;

  beforeAll(async () => {
    herald = await startHerald();
    platformId = (await herald.api('POST', '/api/v1/platforms', { kind: 'sandbox', name: 'Sandbox' })).body.id;
  });
  afterAll(() => herald?.close());

  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
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

  it('answers 401 for a wrong key and for none', async () => {
    const wrong = `herald_${'0'.repeat(32)}_${'0'.repeat(64)}`;
    for (const key of [wrong, 'nonsense', `${herald.apiKey}0`, `${herald.apiKey.slice(0, -1)}0`]) {
      if (key === herald.apiKey) continue;
      const answer = await herald.api('GET', '/api/v1/platforms', undefined, bearer(key));
      expect(answer.status).toBe(401);
      expect(problem(answer).code).toBe('unauthenticated');
    }
    expect((await fetch(`${herald.cloud.url}/api/v1/platforms`)).status).toBe(401);
  });

  it('names the scope that a key lacks', async () => {
    const { body: key } = await herald.api('POST', '/api/v1/api-keys', { name: 'Reader', scopes: ['read'] });
    expect((await herald.api('GET', '/api/v1/platforms', undefined, bearer(key.key))).status).toBe(200);
    const answer = await herald.api('POST', '/api/v1/distributions', { platformId, body: 'x' }, bearer(key.key));
    expect(answer.status).toBe(403);
    expect(problem(answer)).toMatchObject({ code: 'missing_scope', requiredScope: 'write' });
  });

  it('ends a revoked key within the minute that its last check is kept', async () => {
    const { body: key } = await herald.api('POST', '/api/v1/api-keys', { name: 'Short', scopes: ['read'] });
    expect((await herald.api('DELETE', `/api/v1/api-keys/${key.id}`)).status).toBe(204);
    await herald.cloud.advance(61_000);
    expect((await herald.api('GET', '/api/v1/platforms', undefined, bearer(key.key))).status).toBe(401);
    const { items } = (await herald.api('GET', '/api/v1/api-keys')).body;
    expect(JSON.stringify(items)).not.toContain('secretHash');
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

  it('refuses a cursor whose place is not one of this list', async () => {
    const forged = Buffer.from(JSON.stringify([`T#${herald.tenantId}#DIST#x`, 'DIST', ' '])).toString('base64url');
    const answer = await herald.api('GET', `/api/v1/distributions?cursor=${forged}`);
    expect(answer.status).toBeLessThan(500);
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

  it('does not schedule for a platform that is gone', async () => {
    const { body: gone } = await herald.api('POST', '/api/v1/platforms', { kind: 'sandbox', name: 'Gone' });
    const { body: draft } = await herald.api('POST', '/api/v1/distributions', { platformId: gone.id, body: 'Late.' });
    expect((await herald.api('DELETE', `/api/v1/platforms/${gone.id}`)).status).toBe(204);
    const answer = await herald.api('POST', `/api/v1/distributions/${draft.id}/publish`);
    expect(answer.status).toBe(409);
    expect(problem(answer).code).toBe('conflict');
  });

  it('stores a body that no single item could hold, and gives it back whole', async () => {
    const body = 'ü'.repeat(400_000);
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

  it('never shows credentials, and takes a platform away only when nothing waits for it', async () => {
    const secret = 'very-secret-app-password';
    const connected = await herald.api('POST', '/api/v1/platforms', {
      kind: 'wordpress',
      name: 'Blog',
      publishConfig: { apiUrl: 'http://127.0.0.1:9' },
      credentials: { username: 'admin', appPassword: secret },
    });
    expect(connected.status).toBe(201);
    const { id } = connected.body;
    const shown = await herald.api('GET', `/api/v1/platforms/${id}`);
    const log = await herald.api('GET', '/api/v1/events?limit=100');
    const verified = await herald.api('POST', `/api/v1/platforms/${id}/verify`);
    expect(verified.body).toMatchObject({ works: false, error: { remedy: expect.any(String) } });
    expect(JSON.stringify([connected.body, shown.body, log.body, verified.body])).not.toContain(secret);

    const waiting = await herald.api('POST', '/api/v1/distributions', {
      platformId: id,
      title: 'Waiting',
      body: 'A text that waits for its time, and that is long enough for a blog: one hundred characters at least, it is.',
      scheduledFor: '2031-01-01T00:00:00Z',
    });
    expect(waiting.status).toBe(201);
    expect(problem(await herald.api('DELETE', `/api/v1/platforms/${id}`)).code).toBe('platform_in_use');
    await herald.api('POST', `/api/v1/distributions/${waiting.body.id}/cancel`);
    expect((await herald.api('DELETE', `/api/v1/platforms/${id}`)).status).toBe(204);
    expect((await herald.api('GET', `/api/v1/platforms/${id}`)).status).toBe(404);
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

  it('does a POST once per Idempotency-Key, gives the first answer again, and 422 for another body', async () => {
    const post = { platformId, body: 'Once only.', scheduledFor: '2031-06-06T10:00:00Z' };
    const key = { 'idempotency-key': crypto.randomUUID() };
    const answers = await Promise.all([1, 2, 3].map(() => herald.api('POST', '/api/v1/distributions', post, key)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const again = await herald.api('POST', '/api/v1/distributions', post, key);
    expect(again.body).toEqual(answers[0]!.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const other = await herald.api('POST', '/api/v1/distributions', { ...post, body: 'Another.' }, key);
    expect(other.status).toBe(422);
    expect(problem(other).code).toBe('idempotency_key_reused');
    const events = (await herald.api('GET', `/api/v1/distributions/${again.body.id}/events`)).body.items;
    expect(events).toHaveLength(1);
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

  it('keeps tenants apart: what one has does not exist for the other', async () => {
    const other = await herald.newTenant('Other');
    const theirs = (method: string, path: string, body?: unknown) =>
      herald.api(method, path, body, bearer(other.apiKey));
    const { body: mine } = await herald.api('POST', '/api/v1/distributions', { platformId, body: 'Mine.' });
    const paths = [`/distributions/${mine.id}`, `/distributions/${mine.id}/events`, `/platforms/${platformId}`];
    for (const path of paths) expect((await theirs('GET', `/api/v1${path}`)).status).toBe(404);
    expect((await theirs('POST', `/api/v1/distributions/${mine.id}/publish`)).status).toBe(404);
    expect((await theirs('POST', '/api/v1/distributions', { platformId, body: 'Theirs.' })).status).toBe(404);
    expect((await theirs('GET', '/api/v1/distributions')).body.items).toEqual([]);
    const { items } = (await herald.api('GET', '/api/v1/distributions?limit=1')).body;
    const { nextCursor } = (await herald.api('GET', '/api/v1/distributions?limit=1')).body;
    expect(items).toHaveLength(1);
    expect((await theirs('GET', `/api/v1/distributions?cursor=${nextCursor}`)).status).toBe(400);
  });

  it('pages through a list without leaving out or repeating anything, filters included', async () => {
    const contentId = crypto.randomUUID();
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
