import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Herald, type Json, startHerald } from '../support/herald.ts';

describe('the sandbox network and its three ways to post', () => {
  let herald: Herald;
  beforeAll(async () => {
    herald = await startHerald();
  });
  afterAll(() => herald?.close());

  const sandbox = (method: string, path: string, body?: unknown) => herald.api(method, `/sandbox/v1/${path}`, body);
  const standing = async (text: string): Promise<Json[]> =>
    (await sandbox('GET', 'posts?limit=100')).body.items.filter((post: Json) => post.text === text);

  it.each(['sandbox', 'sandbox-container', 'sandbox-blind'])(
    '%s is connected with nothing in hand and publishes once',
    async (kind) => {
      const platform = await herald.api('POST', '/api/v1/platforms', { kind, name: kind });
      expect(platform.status, JSON.stringify(platform.body)).toBe(201);
      const body = `By ${kind}.`;
      const made = await herald.api('POST', '/api/v1/distributions', { platformId: platform.body.id, body });
      await herald.api('POST', `/api/v1/distributions/${made.body.id}/publish`);
      const path = `/api/v1/distributions/${made.body.id}`;
      const post = await herald.until(path, ({ status }) => status === 'published', 'Publishing');
      const [stands, ...others] = await standing(body);
      expect(stands).toMatchObject({ id: post.externalId, url: post.externalUrl });
      expect(others).toEqual([]);
    },
  );

  it('keeps a container out of sight until it is published, which it is once', async () => {
    const made = await sandbox('POST', 'containers', { text: 'Boxed.', reference: 'ref-1' });
    expect(made).toMatchObject({ status: 201, body: { status: 'ready' } });
    const path = `containers/${made.body.id}`;
    expect(await standing('Boxed.')).toEqual([]);
    const published = await Promise.all([sandbox('POST', `${path}/publish`), sandbox('POST', `${path}/publish`)]);
    expect(published.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(published.find(({ status }) => status === 409)?.body.code).toBe('already_published');
    const post = published.find(({ status }) => status === 201)?.body;
    expect(await standing('Boxed.')).toEqual([expect.objectContaining({ id: post.id })]);
    expect((await sandbox('GET', path)).body).toEqual({ id: made.body.id, status: 'published', post });
    expect((await sandbox('DELETE', path)).status).toBe(409);
  });

  it('finds containers by their reference, and deletes those that are not published', async () => {
    const twins = [];
    for (const _ of ['one', 'two'])
      twins.push((await sandbox('POST', 'containers', { text: 'Twin.', reference: 'ref-2' })).body);
    const list = async () => (await sandbox('GET', 'containers?reference=ref-2')).body.items;
    expect(await list()).toEqual(twins);
    expect((await sandbox('DELETE', `containers/${twins[0].id}`)).status).toBe(204);
    expect((await sandbox('DELETE', `containers/${twins[0].id}`)).status).toBe(404);
    expect((await sandbox('POST', `containers/${twins[0].id}/publish`)).status).toBe(404);
    expect(await list()).toEqual([twins[1]]);
  });

  it('misbehaves at the publication of a container, as often as it was told', async () => {
    const behaviour = { kind: 'rateLimit', retryAfterSeconds: 60, times: 1 };
    const { body } = await sandbox('POST', 'containers', { text: 'Slow down.', behaviour });
    const first = await sandbox('POST', `containers/${body.id}/publish`);
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '60']);
    expect((await sandbox('POST', `containers/${body.id}/publish`)).status).toBe(201);
  });

  it('makes a post at each call without a reference, misbehaving ones too', async () => {
    for (const _ of ['one', 'two']) expect((await sandbox('POST', 'posts', { text: 'Unmarked.' })).status).toBe(201);
    expect(await standing('Unmarked.')).toHaveLength(2);
    const told = { text: 'Told.', behaviour: { kind: 'fail', error: 'server_error', times: 1 } };
    expect((await sandbox('POST', 'posts', told)).status).toBe(500);
    expect((await sandbox('POST', 'posts', told)).status).toBe(201);
    const [post] = await standing('Told.');
    expect((await sandbox('DELETE', `posts/${post.id}`)).status).toBe(204);
    expect(await standing('Told.')).toEqual([]);
  });

  it('takes an answer to a post that stands, and to no other', async () => {
    const root = (await sandbox('POST', 'posts', { text: 'Root.', reference: 'ref-root' })).body;
    const reply = { text: 'Reply.', reference: 'ref-reply', replyTo: root.id };
    expect((await sandbox('POST', 'posts', reply)).status).toBe(201);
    expect(await standing('Reply.')).toEqual([expect.objectContaining({ replyTo: root.id })]);
    const lost = { text: 'Lost.', replyTo: '01939f6e-0000-7000-8000-000000000001' };
    expect((await sandbox('POST', 'posts', lost)).body.code).toBe('content_invalid');
  });
});
