import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Herald, startHerald } from '../support/herald.ts';

describe('who may do what, and whose it is', () => {
  let herald: Herald;
  let platformId: string;

  beforeAll(async () => {
    herald = await startHerald();
    platformId = await herald.connect();
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

  it('does not schedule for a platform that is gone', async () => {
    const { body: gone } = await herald.api('POST', '/api/v1/platforms', { kind: 'sandbox', name: 'Gone' });
    const { body: draft } = await herald.api('POST', '/api/v1/distributions', { platformId: gone.id, body: 'Late.' });
    expect((await herald.api('DELETE', `/api/v1/platforms/${gone.id}`)).status).toBe(204);
    const answer = await herald.api('POST', `/api/v1/distributions/${draft.id}/publish`);
    expect(answer.status).toBe(409);
    expect(problem(answer).code).toBe('conflict');
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
});
