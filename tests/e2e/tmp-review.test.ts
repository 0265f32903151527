import { afterAll, beforeAll, describe, it } from 'vitest';
import { startBlueskyServer } from '../doubles/bluesky-server.ts';
import { type Herald, type Json, startHerald } from '../support/herald.ts';

const say = (...a: unknown[]) =>
  console.log('REV', ...a.map((x) => (typeof x === 'string' ? x : JSON.stringify(x)?.slice(0, 700))));
describe('review', () => {
  let h: Herald;
  let p: string;
  const inS = (s: number) => new Date(Date.now() + s * 1000).toISOString();
  const post = (path: string, body?: unknown, hd?: Record<string, string>) => h.api('POST', path, body, hd);
  const newP = async (more: object = {}) =>
    (await post('/api/v1/platforms', { kind: 'sandbox', name: 'S', ...more })).body.id as string;
  const story = async (id: string) =>
    (await h.api('GET', `/api/v1/distributions/${id}/events`)).body.items.map((e: Json) => e.type);
  const get = async (id: string) => (await h.api('GET', `/api/v1/distributions/${id}`)).body;
  beforeAll(async () => {
    h = await startHerald();
    p = await newP();
  });
  afterAll(() => h?.close());
  const c = (name: string, f: () => Promise<void>) =>
    it(name, async () => {
      try {
        await f();
      } catch (e) {
        say(name, 'THREW', String(e));
      }
    });

  c('deep', async () => {
    const deep = `{"platformId":"${p}","body":"x","platformSpecific":{"a":${'['.repeat(100000)}${']'.repeat(100000)}}}`;
    const a = await post('/api/v1/distributions', deep);
    say('deep platformSpecific', a.status, a.body);
    const d = `{"kind":"sandbox","name":"x","publishConfig":{"a":${'['.repeat(100000)}${']'.repeat(100000)}}}`;
    const b = await post('/api/v1/platforms', d);
    say('deep publishConfig', b.status, b.body);
    const e = `{"a":${'['.repeat(100000)}${']'.repeat(100000)}}`;
    const f = await post('/api/v1/api-keys', e, { 'idempotency-key': 'zz' });
    say('deep unknown', f.status, f.body);
  });
  c('publish body', async () => {
    const d = (await post('/api/v1/distributions', { platformId: p, body: 'draft body' })).body;
    const a = await post(`/api/v1/distributions/${d.id}/publish`, { scheduledFor: '2030-01-01T00:00:00Z' });
    say('publish with misplaced scheduledFor', a.status, a.body.status, a.body.scheduledFor);
    const b = await post(`/api/v1/distributions/${d.id}/cancel`, '{not json');
    say('cancel with broken JSON', b.status, b.body.code);
  });
  c('platform gone', async () => {
    const q = await newP();
    const d = (await post('/api/v1/distributions', { platformId: q, body: 'orphan' })).body;
    say('delete platform', (await h.api('DELETE', `/api/v1/platforms/${q}`)).status);
    say('publish orphan', (await post(`/api/v1/distributions/${d.id}/publish`)).status);
    await h.cloud.idle();
    await h.cloud.advance(3_600_000);
    await h.cloud.idle();
    say('orphan after an hour', (await get(d.id)).status, await story(d.id));
  });
  c('sandbox metrics', async () => {
    const a = await h.api('GET', '/sandbox/v1/metrics?ids=x,x');
    say('dup ids', a.status, a.body.code);
    const b = await h.api('GET', `/sandbox/v1/metrics?ids=${'y'.repeat(3000)}`);
    say('long id', b.status, b.body.code);
  });
  c('hash', async () => {
    const mk = (s: number) => post('/api/v1/distributions', { platformId: p, body: 'Same text', scheduledFor: inS(s) });
    say('hash', (await mk(86400)).status, (await mk(864000)).status, (await mk(90000)).status, '(want 201 201 409)');
  });
  c('year', async () => {
    const { apiKey } = await h.newTenant('Y');
    const au = { authorization: `Bearer ${apiKey}` };
    const q = (await post('/api/v1/platforms', { kind: 'sandbox', name: 'S' }, au)).body.id;
    const nine = await post(
      '/api/v1/distributions',
      { platformId: q, body: 'Year 9999', scheduledFor: '9999-12-31T00:00:00Z' },
      au,
    );
    say('year 9999', nine.status);
    const a = await post(
      '/api/v1/distributions',
      { platformId: q, body: 'Far', scheduledFor: '+100000-01-01T00:00:00Z' },
      au,
    );
    say('year 100000', a.status, a.body);
    const l = await h.api('GET', '/api/v1/distributions', undefined, au);
    say('list after', l.status, l.body.code ?? l.body.items?.length);
    const v = await post(
      '/api/v1/distributions/validate',
      { platformId: q, body: 'Far', scheduledFor: '+100000-01-01T00:00:00Z' },
      au,
    );
    say('validate far', v.status, v.body);
  });
  c('surrogate', async () => {
    const a = await post(
      '/api/v1/distributions',
      `{"platformId":"${p}","body":"lone \\ud83d","title":"${'x'.repeat(119)}😀tail"}`,
    );
    say('lone', a.status, a.body.code, a.body.title?.length);
    const l = await h.api('GET', '/api/v1/distributions?limit=1');
    say('listed title end', escape(String(l.body.items[0]?.title).slice(-3)));
  });
  c('scope', async () => {
    const k = (await post('/api/v1/api-keys', { name: 'w', scopes: ['write'] })).body.key;
    const a = await post(
      '/api/v1/distributions',
      { platformId: p, body: 'by writer only', scheduledFor: inS(2) },
      { authorization: `Bearer ${k}` },
    );
    await h.until(`/api/v1/distributions/${a.body.id}`, (x) => x.status === 'published', 'pub');
    say('a key with only "write" published', a.status);
  });
  c('limits', async () => {
    const q = await newP({ postsPerHour: 1 });
    const ids: string[] = [];
    for (const t of ['l1', 'l2']) {
      const d = (await post('/api/v1/distributions', { platformId: q, body: t })).body;
      ids.push(d.id);
      await post(`/api/v1/distributions/${d.id}/publish`);
    }
    await h.cloud.idle();
    await h.until(`/api/v1/distributions?platformId=${q}&status=published`, ({ items }) => items.length === 1, 'one');
    const left = (await h.api('GET', `/api/v1/distributions?platformId=${q}&status=scheduled`)).body.items[0];
    const due = Date.parse(left.dueAt);
    await h.cloud.idle();
    await h.cloud.advance(due - Date.now() - 3_000);
    await h.until(`/api/v1/distributions/${left.id}`, (x) => x.status === 'published', 'pub');
    const done = await get(left.id);
    say('deferred post', await story(left.id), 'late after deferral ms', Date.parse(done.publishedAt) - due);
  });
  c('interval self', async () => {
    const q = await newP({ minIntervalMinutes: 60 });
    const d = (
      await post('/api/v1/distributions', {
        platformId: q,
        body: 'self',
        platformSpecific: { behaviour: { kind: 'rateLimit', retryAfterSeconds: 30, times: 1 } },
      })
    ).body;
    await post(`/api/v1/distributions/${d.id}/publish`);
    await h.until(`/api/v1/distributions/${d.id}`, (x) => x.attemptCount === 1 && x.status === 'scheduled', 'a1');
    await h.cloud.idle();
    await h.cloud.advance(40_000);
    await h.cloud.idle();
    await new Promise((r) => setTimeout(r, 1500));
    const x = await get(d.id);
    say(
      'self-blocked',
      x.status,
      'due in s',
      (Date.parse(x.dueAt ?? x.publishedAt) - Date.now()) / 1000,
      await story(d.id),
    );
  });
  c('reconnect sticks', async () => {
    const q = await newP();
    const d = (
      await post('/api/v1/distributions', {
        platformId: q,
        body: 'rec',
        platformSpecific: { behaviour: { kind: 'fail', error: 'unauthorized', times: 1 } },
      })
    ).body;
    await post(`/api/v1/distributions/${d.id}/publish`);
    await h.until(`/api/v1/distributions/${d.id}`, (x) => x.status === 'failed', 'failed');
    await post(`/api/v1/distributions/${d.id}/retry`);
    await h.until(`/api/v1/distributions/${d.id}`, (x) => x.status === 'published', 'pub');
    const v = await post(`/api/v1/platforms/${q}/verify`);
    say('after success and verify', v.body, (await h.api('GET', `/api/v1/platforms/${q}`)).body.connection);
  });
  c('unknown blocks delete', async () => {
    const q = await newP();
    const d = (
      await post('/api/v1/distributions', {
        platformId: q,
        body: 'unk',
        platformSpecific: { behaviour: { kind: 'fail', error: 'server_error' } },
      })
    ).body;
    await post(`/api/v1/distributions/${d.id}/publish`);
    await h.until(`/api/v1/distributions/${d.id}`, (x) => x.status === 'unknown', 'unknown');
    const a = await h.api('DELETE', `/api/v1/platforms/${q}`);
    const b = await post(`/api/v1/distributions/${d.id}/cancel`);
    say('unknown', a.status, a.body.remedy, b.status, b.body.code);
  });
  c('bluesky', async () => {
    const bsky = await startBlueskyServer();
    try {
      const q = await post('/api/v1/platforms', {
        kind: 'bluesky',
        name: 'B',
        publishConfig: { service: bsky.url },
        credentials: { identifier: bsky.identifier, appPassword: 'zzzz-zzzz-zzzz-zzzz' },
      });
      say('bsky', q.status);
      const d = (await post('/api/v1/distributions', { platformId: q.body.id, body: 'hello' })).body;
      await post(`/api/v1/distributions/${d.id}/publish`);
      const f = await h.until(`/api/v1/distributions/${d.id}`, (x) => x.status === 'failed', 'failed');
      await h.cloud.idle();
      const pl = (await h.api('GET', `/api/v1/platforms/${q.body.id}`)).body;
      say('bsky wrong password', f.error, 'connection', pl.connection, 'errors', pl.apiErrors24h);
    } finally {
      await bsky.close();
    }
  });
  c('idempotency after a day', async () => {
    const hd = { 'idempotency-key': 'k1' };
    const mkP = () => post('/api/v1/platforms', { kind: 'sandbox', name: 'Idem' }, hd);
    const mkK = () => post('/api/v1/api-keys', { name: 'Idem', scopes: ['read'] }, hd);
    const mkD = () => post('/api/v1/distributions', { platformId: p, body: 'Idem' }, hd);
    say('idem first', (await mkP()).status, (await mkK()).status, (await mkD()).status);
    say('idem twin', (await mkP()).status, (await mkK()).status, (await mkD()).status);
    await h.cloud.advance(25 * 3_600_000);
    const [x, y, z] = [await mkP(), await mkK(), await mkD()];
    say('idem after 25 h', x.status, x.body.code, y.status, y.body.code, z.status, z.body.code);
  });
  c('big text', async () => {
    const q = await post('/api/v1/platforms', {
      kind: 'wordpress',
      name: 'W',
      publishConfig: { apiUrl: 'http://127.0.0.1:9' },
      credentials: { username: 'u', appPassword: 'abcd efgh ijkl mnop qrst uvwx' },
    });
    const media = Array.from({ length: 20 }, (_, i) => `https://example.com/${'日'.repeat(2000)}${i}.jpg`);
    const a = await post('/api/v1/distributions', {
      platformId: q.body.id,
      title: 'T',
      body: 'b'.repeat(300 * 1024),
      mediaUrls: media,
    });
    say('big', q.status, a.status, a.body.code, a.body.detail, a.body.errors?.slice(0, 2));
  });
});
