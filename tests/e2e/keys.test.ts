import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Herald, startHerald } from '../support/herald.ts';
import { runAdmin } from '../support/operator.ts';

describe('the keys of a tenant', () => {
  let herald: Herald;
  let platformId: string;

  beforeAll(async () => {
    herald = await startHerald();
    platformId = await herald.connect();
  });
  afterAll(() => herald?.close());

  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
  const newKey = async (key: string, scopes: string[]) =>
    (await herald.api('POST', '/api/v1/api-keys', { name: scopes.join(' '), scopes }, bearer(key))).body;
  const keysOf = async (key: string) =>
    (await herald.api('GET', '/api/v1/api-keys', undefined, bearer(key))).body.items;

  it('always have one that may do everything, though two admins revoke each other at once', async () => {
    const { apiKey } = await herald.newTenant('Two admins');
    const [first] = (await keysOf(apiKey)) as [{ id: string }];
    const reader = await newKey(apiKey, ['read']);
    const alone = await herald.api('DELETE', `/api/v1/api-keys/${first.id}`, undefined, bearer(apiKey));
    expect([alone.status, alone.body.code]).toEqual([409, 'last_admin_key']);

    const second = await newKey(apiKey, ['admin']);
    const both = await Promise.all([
      herald.api('DELETE', `/api/v1/api-keys/${first.id}`, undefined, bearer(second.key)),
      herald.api('DELETE', `/api/v1/api-keys/${second.id}`, undefined, bearer(apiKey)),
    ]);
    // Whoever is checked after the other was done has no key any more.
    const [done, refused] = both.map(({ status }) => status).sort() as [number, number];
    expect([done, [401, 409].includes(refused)]).toEqual([204, true]);
    const left = both[0]!.status === 204 ? second.key : apiKey;
    const admins = ((await keysOf(left)) as { scopes: string[] }[]).filter(({ scopes }) => scopes.includes('admin'));
    expect(admins).toHaveLength(1);
    expect((await herald.api('DELETE', `/api/v1/api-keys/${reader.id}`, undefined, bearer(left))).status).toBe(204);
  });

  it('are made by the operator for a tenant that has lost its own, on record', async () => {
    const { code, output } = await runAdmin(
      herald,
      'create-key',
      '--tenant',
      herald.tenantId,
      '--scopes',
      'read,admin',
    );
    expect(code).toBe(0);
    const [, id] = /key id {3}(\S+)/.exec(output)!;
    const [, key] = /API key {2}(\S+)/.exec(output)!;
    expect((await keysOf(key!)).map((one: { id: string }) => one.id)).toContain(id);
    const { items } = (await herald.api('GET', '/api/v1/events?limit=100')).body;
    expect(items).toContainEqual(expect.objectContaining({ entityId: id, actor: 'system:admin' }));

    for (const [args, sentence, wrong] of [
      [['--tenant', 'aaaaaaaaaaaa'], 'There is no tenant with id aaaaaaaaaaaa.', 1],
      [[], 'A key belongs to a tenant', 2],
      [['--tenant', herald.tenantId, '--scopes', 'reed'], '--scopes takes one or more of read', 2],
      [['--tenant', herald.tenantId, '--name', 'a\nb'], 'A name is one line', 2],
    ] as const) {
      const answer = await runAdmin(herald, 'create-key', ...args);
      expect([answer.code, answer.output]).toEqual([wrong, expect.stringContaining(sentence)]);
    }
  });

  it('need publish for a time that nobody could stop before, and write alone for a later one', async () => {
    const { key: writer } = await newKey(herald.apiKey, ['read', 'write']);
    const { key: publisher } = await newKey(herald.apiKey, ['read', 'write', 'publish']);
    const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
    const post = (key: string, text: string, seconds: number) =>
      herald.api(
        'POST',
        '/api/v1/distributions',
        { platformId, body: text, scheduledFor: inSeconds(seconds) },
        bearer(key),
      );

    const refused = await post(writer, 'Too near.', 60);
    expect([refused.status, refused.body.code, refused.body.requiredScope]).toEqual([403, 'missing_scope', 'publish']);
    expect((await post(publisher, 'Near.', 60)).status).toBe(201);
    const far = await post(writer, 'Far.', 300);
    expect(far.status).toBe(201);
    const edit = (seconds: number) =>
      herald.api('PATCH', `/api/v1/distributions/${far.body.id}`, { scheduledFor: inSeconds(seconds) }, bearer(writer));
    expect((await edit(30)).status).toBe(403);
    expect((await edit(600)).status).toBe(200);

    const shop = await herald.api('POST', '/api/v1/platforms', {
      kind: 'sandbox',
      name: 'Shop',
      requiresApproval: true,
    });
    const waits = await herald.api(
      'POST',
      '/api/v1/distributions',
      { platformId: shop.body.id, body: 'Waits.', scheduledFor: inSeconds(60) },
      bearer(writer),
    );
    expect([waits.status, waits.body.status]).toEqual([201, 'publish_requested']);
  });

  it('need publish for whatever else sends a post within two minutes: a series, a moved cross-post, a feed', async () => {
    const { key: writer } = await newKey(herald.apiKey, ['read', 'write']);
    const as = (key: string) => (method: 'POST' | 'PATCH', path: string, body: object) =>
      herald.api(method, `/api/v1/${path}`, body, bearer(key));
    const [write, publish] = [as(writer), as(herald.apiKey)];
    const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    const needsPublish = { status: 403, body: { code: 'missing_scope', requiredScope: 'publish' } };
    const startAt = (minutes: number) => {
      const [date = '', clock = ''] = inMinutes(minutes).split('T');
      return { date, time: clock.slice(0, 5) };
    };

    const series = { platformId, body: 'Again.', timezone: 'UTC', repeat: { rrule: 'FREQ=DAILY;COUNT=3' } };
    expect(await write('POST', 'series', { ...series, ...startAt(1.9) })).toMatchObject(needsPublish);
    const { status, body } = await write('POST', 'series', { ...series, ...startAt(60) });
    expect(status).toBe(201);
    expect(await write('PATCH', `series/${body.id}`, startAt(1.9))).toMatchObject(needsPublish);
    expect((await write('PATCH', `series/${body.id}`, startAt(120))).status).toBe(200);
    expect((await publish('PATCH', `series/${body.id}`, startAt(1.9))).status).toBe(200);

    const content = { body: 'To be moved.' };
    const crossed = await write('POST', 'cross-posts', {
      ...{ content, platforms: [{ platformId }], scheduledFor: inMinutes(60) },
    });
    const path = `cross-posts/${crossed.body.id}/reschedule`;
    expect(await write('POST', path, { scheduledFor: inMinutes(1) })).toMatchObject(needsPublish);
    expect((await write('POST', path, { scheduledFor: inMinutes(90) })).status).toBe(200);

    const feed = { url: 'https://feeds.example/news.xml', platformIds: [platformId], mode: 'queue', active: false };
    expect(await write('POST', 'feeds', { ...feed, delayMinutes: 1 })).toMatchObject(needsPublish);
    const followed = await write('POST', 'feeds', { ...feed, delayMinutes: 2 });
    expect(followed.status).toBe(201);
    expect(await write('PATCH', `feeds/${followed.body.id}`, { delayMinutes: 1 })).toMatchObject(needsPublish);
    expect((await publish('PATCH', `feeds/${followed.body.id}`, { delayMinutes: 1 })).status).toBe(200);
  });

  it('name only contents, moments and accounts of which something can come', async () => {
    const nothing = crypto.randomUUID();
    const unknown = [
      await herald.api('POST', '/api/v1/distributions', { platformId, body: 'Of nothing.', contentId: nothing }),
      await herald.api('POST', '/api/v1/series', {
        ...{ platformId, body: 'Of nothing.', contentId: nothing, repeat: { rrule: 'FREQ=DAILY;COUNT=2' } },
        ...{ date: '2027-03-01', time: '09:00', timezone: 'UTC' },
      }),
    ];
    for (const { status, body } of unknown) {
      expect([status, body.errors]).toMatchObject([400, [{ pointer: '/contentId', code: 'unknown_content' }]]);
    }
    const dry = await herald.api('POST', '/api/v1/distributions/validate', {
      platformId,
      body: 'x',
      contentId: nothing,
    });
    expect(dry.body.problems).toMatchObject([{ field: '/contentId', code: 'unknown_content' }]);

    const slot = { platformId, date: '2099-01-01', time: '09:00', timezone: 'UTC' };
    for (const one of [slot, { ...slot, recurrence: 'daily' }]) {
      const { status, body } = await herald.api('POST', '/api/v1/calendar/slots', one);
      expect([status, body.errors]).toMatchObject([400, [{ pointer: '/date', code: 'time_too_far' }]]);
    }

    const atOnce = await herald.api('POST', '/api/v1/platforms', {
      kind: 'sandbox',
      name: 'Once',
      supportsScheduling: false,
    });
    const feed = { url: 'https://blog.example.com/feed.xml', platformIds: [platformId, atOnce.body.id] };
    const queued = await herald.api('POST', '/api/v1/feeds', { ...feed, mode: 'queue' });
    expect([queued.status, queued.body.errors]).toMatchObject([
      400,
      [{ pointer: '/platformIds/1', code: 'scheduling_off' }],
    ]);
    const drafts = await herald.api('POST', '/api/v1/feeds', { ...feed, mode: 'draft', active: false });
    expect(drafts.status).toBe(201);
    expect((await herald.api('PATCH', `/api/v1/feeds/${drafts.body.id}`, { mode: 'queue' })).status).toBe(400);
  });

  it('are not needed for a calendar link, which sends the calendar once and then says that nothing has changed', async () => {
    const { url } = (await herald.api('POST', '/api/v1/calendar/links', {})).body;
    const first = await fetch(`${url}&source=reader`);
    const [file, etag] = [await first.text(), first.headers.get('etag')!];
    expect(file.endsWith('END:VCALENDAR\r\n')).toBe(true);
    const again = (known: string, method = 'GET') => fetch(url, { method, headers: { 'if-none-match': known } });
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const answer = await again(known);
      expect([answer.status, answer.headers.get('etag'), await answer.text()]).toEqual([304, etag, '']);
    }
    expect((await again('"other"')).status).toBe(200);
    const head = await again('"other"', 'HEAD');
    expect([head.status, head.headers.get('etag'), head.headers.get('content-type')]).toEqual([
      200,
      etag,
      'text/calendar; charset=utf-8',
    ]);
    const time = new Date(Date.now() + 3_600_000).toISOString();
    await herald.api('POST', '/api/v1/distributions', { platformId, body: 'New in the calendar.', scheduledFor: time });
    const changed = await again(etag);
    expect(changed.status).toBe(200);
    expect(await changed.text()).toContain('New in the calendar.');
  });
});
