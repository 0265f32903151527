import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicRoutes } from '../../shared/kernel/requests/endpoint.ts';
import { type Herald, startHerald } from '../support/herald.ts';

describe('the door of the API', () => {
  let herald: Herald;
  let platformId: string;

  beforeAll(async () => {
    herald = await startHerald();
    platformId = await herald.connect();
  });
  afterAll(() => herald?.close());

  /** Without anything that a client would add. */
  const send = (
    method: string,
    path: string,
    { headers = {}, body }: { headers?: object; body?: string | Buffer } = {},
  ) =>
    new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
      const sent = request(new URL(path, herald.cloud.url), { method, headers: { ...headers } }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part) => (text += part));
        answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, text }));
      });
      sent.once('error', reject).end(body);
    });
  const withKey = () => ({ authorization: `Bearer ${herald.apiKey}` });
  const json = () => ({ ...withKey(), 'content-type': 'application/json' });
  const countPosts = async () => (await herald.api('GET', '/api/v1/distributions?limit=100')).body.items.length;

  it('tells a caller without a key what to send, as a problem with a challenge', async () => {
    for (const headers of [{}, { authorization: '' }]) {
      const answer = await send('GET', '/api/v1/platforms', { headers });
      expect(answer).toMatchObject({
        status: 401,
        headers: {
          'content-type': 'application/problem+json',
          'www-authenticate': expect.stringMatching(/^Bearer realm=/),
        },
      });
      expect(JSON.parse(answer.text)).toMatchObject({
        code: 'unauthenticated',
        remedy: expect.stringContaining('Bearer'),
      });
    }
    const wrong = await send('GET', '/api/v1/platforms', { headers: { authorization: 'Bearer nonsense' } });
    expect([wrong.status, wrong.headers['www-authenticate']]).toEqual([
      401,
      'Bearer realm="Herald", error="invalid_token"',
    ]);
  });

  it.each([
    '/',
    '/api',
    '/api/v1',
    '/api/v1/platform',
    '/api/v1/platformsx',
    '/api/v1/platforms/',
    '/robots.txt',
    '/api/v2/x',
  ])('says of %s that it does not exist, as a problem', async (path) => {
    const answer = await send('GET', path);
    expect([answer.status, answer.headers['content-type']]).toEqual([404, 'application/problem+json']);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'not_found', instance: path, requestId: expect.any(String) });
  });

  it('names the methods of a path that does not take one, public or not', async () => {
    const open = await send('POST', '/api/v1/health');
    expect([open.status, open.headers.allow]).toEqual([405, 'GET, HEAD']);
    expect(JSON.parse(open.text)).toMatchObject({ code: 'method_not_allowed', allowed: ['GET', 'HEAD'] });
    const closed = await send('PUT', '/api/v1/platforms', { headers: json(), body: '{}' });
    expect([closed.status, closed.headers.allow]).toEqual([405, 'GET, HEAD, POST']);
  });

  it('answers HEAD wherever GET is, with the same headers and without a body', async () => {
    const paths = publicRoutes.map((route) => route.slice(4).replace('{code}', 'conflict'));
    for (const path of [...paths.filter((one) => !one.endsWith('.ics')), '/api/v1/platforms']) {
      const get = await send('GET', path, { headers: withKey() });
      const head = await send('HEAD', path, { headers: withKey() });
      expect([head.status, head.headers['content-type'], head.text]).toEqual([200, get.headers['content-type'], '']);
    }
    expect((await send('HEAD', '/nothing')).status).toBe(404);
  });

  it('refuses bytes that are no UTF-8, on every JSON route, and stores nothing', async () => {
    const before = await countPosts();
    const latin1 = Buffer.concat([
      Buffer.from(`{"platformId":"${platformId}","body":"Caf`),
      Buffer.from([0xe9]),
      Buffer.from('"}'),
    ]);
    const routes = ['POST /distributions', 'POST /distributions/validate', 'POST /contents', 'POST /platforms'];
    for (const route of [...routes, `PATCH /platforms/${platformId}`, 'POST /cross-posts/preview', 'POST /api-keys']) {
      const [method, path] = route.split(' ') as [string, string];
      for (const headers of [json(), withKey()]) {
        const answer = await send(method, `/api/v1${path}`, { headers, body: latin1 });
        expect([route, answer.status]).toEqual([route, 400]);
        expect(JSON.parse(answer.text).errors).toMatchObject([{ pointer: '', code: 'not_utf8' }]);
      }
    }
    expect(await countPosts()).toBe(before);
  });

  it('takes no other content type for JSON', async () => {
    const body = JSON.stringify({ platformId, body: 'A form.' });
    const headers = { ...withKey(), 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await send('POST', '/api/v1/distributions', { headers, body });
    expect([answer.status, answer.headers.accept]).toEqual([415, 'application/json']);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'unsupported_media_type' });
  });

  it('refuses __proto__ as any other unknown name, in a query and in a body', async () => {
    const query = await herald.api('GET', '/api/v1/platforms?__proto__=1');
    expect([query.status, query.body.errors]).toMatchObject([400, [{ pointer: '/__proto__', code: 'unknown_field' }]]);
    const body = await send('POST', '/api/v1/platforms', {
      headers: json(),
      body: '{"kind":"sandbox","name":"P","__proto__":{"scopes":["admin"]}}',
    });
    expect(body.status).toBe(400);
  });

  it('keeps idempotency whatever the fields of a body are named', async () => {
    const blog = await herald.api('POST', '/api/v1/platforms', {
      kind: 'wordpress',
      name: 'Blog',
      publishConfig: { apiUrl: 'http://127.0.0.1:9' },
      credentials: { username: 'admin', appPassword: 'abcd efgh ijkl mnop' },
    });
    const post = {
      platformId: blog.body.id,
      title: 'A title',
      body: 'Some text. '.repeat(30),
      platformSpecific: { meta: { x: { toString: 1, valueOf: 2 } } },
    };
    const key = { 'idempotency-key': 'odd-names' };
    const first = await herald.api('POST', '/api/v1/distributions', post, key);
    const second = await herald.api('POST', '/api/v1/distributions', post, key);
    expect([first.status, second.status, second.body.id]).toEqual([201, 201, first.body.id]);
  });

  it('takes names of one line only', async () => {
    for (const name of ['a\0b', 'a\nb', 'a\u2028b', 'half \ud83d']) {
      const answer = await herald.api('POST', '/api/v1/platforms', { kind: 'sandbox', name });
      expect([name, answer.status]).toEqual([name, 400]);
      expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toContain('/name');
    }
  });

  it('says in its own words what a query parameter is', async () => {
    const { status, body } = await herald.api('GET', '/api/v1/platforms?limit=abc');
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ pointer: '/limit', detail: '/limit is no number; a number is needed.' }]);
  });
});
