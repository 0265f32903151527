import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWordpressServer, type WordpressDouble } from '../doubles/wordpress-server.ts';
import { startXServer, type XDouble } from '../doubles/x-server.ts';
import { type Herald, type Json, startHerald } from '../support/herald.ts';
import { inSeconds } from '../support/posts.ts';

const words =
  'We open the doors today: what we have built over the past year is ready, and everybody can have a look at it, all of it.';

describe('one content on many platforms', () => {
  let herald: Herald;
  let x: XDouble;
  let site: WordpressDouble;
  let platforms: Record<string, string>;

  beforeAll(async () => {
    [herald, x, site] = await Promise.all([startHerald(), startXServer(), startWordpressServer()]);
    const { username, appPassword } = site;
    platforms = {
      x: await herald.connect({ kind: 'x', publishConfig: { apiUrl: x.url }, credentials: x.keys }),
      wordpress: await herald.connect({
        kind: 'wordpress',
        publishConfig: { apiUrl: site.url },
        credentials: { username, appPassword },
      }),
    };
    for (const kind of ['sandbox', 'sandbox-container', 'sandbox-blind'])
      platforms[kind] = await herald.connect({ kind });
  });
  afterAll(() => Promise.all([herald?.close(), x?.close(), site?.close()]));

  const crossPost = (body: object) => herald.api('POST', '/api/v1/cross-posts', body);
  const group = async (id: string): Promise<Json> => (await herald.api('GET', `/api/v1/cross-posts/${id}`)).body;
  const all = () => Object.values(platforms).map((platformId) => ({ platformId }));

  it('keeps a content: made, listed, changed, taken away', async () => {
    const made = await herald.api('POST', '/api/v1/contents', { title: 'Doors', body: words, keywords: ['doors'] });
    expect(made).toMatchObject({ status: 201, body: { type: 'manual', title: 'Doors', keywords: ['doors'] } });
    const half = await herald.api('POST', '/api/v1/contents', { body: 'Half: \ud800', keywords: ['\udc00'] });
    expect(half.body.errors).toMatchObject([
      { pointer: '/body', code: 'half_character' },
      { pointer: '/keywords/0', code: 'half_character' },
    ]);
    const path = `/api/v1/contents/${made.body.id}`;
    const changed = await herald.api('PATCH', path, { title: 'Open doors', keywords: null });
    expect(changed.body).toMatchObject({ title: 'Open doors', body: words });
    expect(changed.body.keywords).toBeUndefined();
    const { items } = (await herald.api('GET', '/api/v1/contents')).body;
    expect(items).toMatchObject([{ id: made.body.id, excerpt: words.slice(0, 50) }]);
    expect((await herald.api('DELETE', path)).status).toBe(204);
    expect((await herald.api('GET', path)).status).toBe(404);
  });

  it('shows what each platform would get, with every problem, and stores nothing', async () => {
    const listed = async () => (await herald.api('GET', '/api/v1/distributions')).body.items.length;
    const before = await listed();
    const { status, body } = await herald.api('POST', '/api/v1/cross-posts/preview', {
      content: { title: 'Doors', body: words },
      platforms: [
        { platformId: platforms.x, body: 'Short for X.' },
        { platformId: platforms.wordpress, body: `<p class="${'long'.repeat(30)}">Too short.</p>` },
        { platformId: crypto.randomUUID() },
      ],
    });
    expect(status).toBe(200);
    expect(body.platforms).toMatchObject([
      {
        platformKind: 'x',
        valid: true,
        length: { used: 12, max: 280, unit: 'weighted' },
        wouldPost: { text: 'Short for X.' },
      },
      { platformKind: 'wordpress', valid: false, problems: [{ code: 'text_too_short', actual: 10 }] },
      { valid: false, problems: [{ code: 'not_found', field: '/platforms/2/platformId' }] },
    ]);
    expect(await listed()).toBe(before);
  });

  it('takes away for one platform what it says null to, and leaves it to the others', async () => {
    const { status, body } = await herald.api('POST', '/api/v1/cross-posts/preview', {
      content: { title: 'Doors', body: words, canonicalUrl: 'https://example.com/doors' },
      platforms: [
        { platformId: platforms.x, linkUrl: null },
        { platformId: platforms.sandbox, title: null },
        { platformId: platforms.wordpress, title: null },
      ],
    });
    expect(status).toBe(200);
    const [onX, sandbox, wordpress] = body.platforms;
    expect(onX.wouldPost.text).toBe(words);
    expect(sandbox.content).toEqual({ body: words, linkUrl: 'https://example.com/doors' });
    expect(wordpress.problems).toMatchObject([{ code: 'title_required' }]);
  });

  it('refuses a preview that no answer could hold, and says what to do', async () => {
    const { username, appPassword } = site;
    const blog = { kind: 'wordpress', publishConfig: { apiUrl: site.url }, credentials: { username, appPassword } };
    const blogs = await Promise.all(['One', 'Two', 'Three'].map((name) => herald.connect({ ...blog, name })));
    const { status, body } = await herald.api('POST', '/api/v1/cross-posts/preview', {
      content: { title: 'Doors', body: '&'.repeat(200_000) },
      platforms: [platforms.wordpress, ...blogs].map((platformId) => ({ platformId })),
    });
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ pointer: '/platforms', code: 'too_large' }]);
    expect(body.errors[0].remedy).toMatch(/fewer platforms/);
  });

  it('gives each platform its own form: cut where it must be, tagged, with hashtags, in HTML or in plain text', async () => {
    const body = `# Doors\n\n${words} **Come in**, and [look](https://example.com/doors) around. ${words} ${words}`;
    const { body: preview } = await herald.api('POST', '/api/v1/cross-posts/preview', {
      content: { title: 'Doors', body, keywords: ['open house'] },
      platforms: [{ platformId: platforms.x }, { platformId: platforms.wordpress }],
      adaptation: { utm: { templates: { source: '{platform}', campaign: 'doors' } } },
    });
    const [onX, onSite] = preview.platforms;
    expect(onX).toMatchObject({ valid: true, problems: [] });
    expect(onX.length.used).toBeLessThanOrEqual(280);
    expect(onX.warnings.map(({ code }: Json) => code)).toContain('text_shortened');
    expect(onX.content.body).not.toContain('**');
    expect(onSite).toMatchObject({ valid: true });
    expect(onSite.content.body).toContain('<strong>Come in</strong>');
    expect(onSite.content.body).toContain('https://example.com/doors?utm_source=wordpress&amp;utm_campaign=doors');

    const thread = await herald.api('POST', '/api/v1/cross-posts/preview', {
      content: { body },
      platforms: [{ platformId: platforms.x }],
      adaptation: { tooLong: 'thread' },
    });
    expect(thread.body.platforms[0].content.platformSpecific.thread.length).toBeGreaterThan(0);
    expect(thread.body.platforms[0].valid).toBe(true);
  });

  it('puts the link and what does not fit into the first comment, and it goes out as the preview shows it', async () => {
    const content = {
      title: 'Commented',
      body: `Commented: ${words} ${words} ${words}`.replaceAll('We open', 'They open'),
      topics: ['News', 'Doors'],
      canonicalUrl: 'https://example.com/commented',
    };
    const asked = {
      content,
      platforms: [
        { platformId: platforms.x },
        { platformId: platforms['sandbox-blind'], body: 'Commented: own words.' },
        { platformId: platforms.wordpress },
      ],
      adaptation: { tooLong: 'first_comment', link: 'first_comment', terms: true },
    };
    const [onX, blind, onSite] = (await herald.api('POST', '/api/v1/cross-posts/preview', asked)).body.platforms;
    const comment = onX.content.platformSpecific.firstComment;
    expect(comment).toMatch(/\n\nhttps:\/\/example\.com\/commented$/);
    expect(onX).toMatchObject({ valid: true, wouldPost: { text: onX.content.body, firstComment: { text: comment } } });
    // A link counts 23 to X.
    expect(onX.length.following).toEqual([comment.length - content.canonicalUrl.length + 23]);
    expect(blind).toMatchObject({
      valid: true,
      length: { used: 21, following: [29] },
      wouldPost: { text: 'Commented: own words.', firstComment: { text: content.canonicalUrl } },
    });
    expect(onSite.content).toMatchObject({
      linkUrl: content.canonicalUrl,
      platformSpecific: { categories: ['News', 'Doors'] },
    });

    const made = await crossPost({ ...asked, scheduledFor: inSeconds(60) });
    expect(made.status).toBe(201);
    await herald.cloud.advance(61_000);
    await herald.until(`/api/v1/cross-posts/${made.body.id}`, ({ status }) => status === 'completed', 'All three');
    const stand = x.posts.filter(({ text }) => [onX.wouldPost.text, comment].includes(text));
    expect(stand.map(({ text }) => text)).toEqual([onX.wouldPost.text, comment]);
    const posted = site.posts.find(({ title }) => title === 'Commented');
    const doors = site.terms.all.find(({ name }) => name === 'Doors');
    expect(posted).toMatchObject({ categories: [2, doors?.id] });
  });

  it('serves each platform’s limits and options as data', async () => {
    const { status, body } = await herald.api('GET', `/api/v1/platforms/${platforms.x}/rules`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ kind: 'x', rules: { text: { max: 280, unit: 'weighted' }, media: { max: 4 } } });
    expect(body.schemas.platformSpecific).toMatchObject({ type: 'object', additionalProperties: false });
    const { firstComment } = body.schemas.post.properties.platformSpecific.properties;
    expect(firstComment).toMatchObject({ maxLength: 280, description: expect.stringMatching(/first answer.*280/) });
  });

  it('accepts of each platform what the schema that it serves accepts, and refuses what that refuses', async () => {
    const ajv = new Ajv2020();
    addFormats.default(ajv);
    const judged: string[] = [];
    for (const [kind, platformId] of Object.entries(platforms)) {
      const { schemas } = (await herald.api('GET', `/api/v1/platforms/${platformId}/rules`)).body;
      const accepts = ajv.compile(schemas.post);
      const good = { platformId, title: 'Served', body: words, linkUrl: 'https://example.com/served' };
      const others = [
        { ...good, platformSpecific: { firstComment: 'The way there.' } },
        { ...good, platformSpecific: { categories: ['News'] } },
        { ...good, body: ' ', linkUrl: undefined },
        { ...good, body: 'x'.repeat(600) },
        { ...good, colour: 'red' },
        { ...good, scheduledFor: inSeconds(3_600) },
        { ...good, scheduledFor: 'tomorrow' },
      ];
      for (const post of [good, ...others].map((one) => JSON.parse(JSON.stringify(one)))) {
        const answer = await herald.api('POST', '/api/v1/distributions/validate', post);
        const isAccepted = answer.status === 200 && answer.body.valid;
        expect(accepts(post), `${kind}: ${JSON.stringify([post, answer.body])}`).toBe(isAccepted);
        judged.push(`${kind} ${isAccepted}`);
      }
    }
    expect(new Set(judged).size).toBe(10);
  });

  it('goes out staggered on five platforms with different limits, and is completed when all stand', async () => {
    const content = (await herald.api('POST', '/api/v1/contents', { title: 'Staggered', body: words })).body;
    const start = inSeconds(600);
    const made = await crossPost({
      contentId: content.id,
      platforms: all(),
      timingStrategy: 'staggered',
      staggerMinutes: 20,
      scheduledFor: start,
    });
    expect(made).toMatchObject({ status: 201, body: { status: 'pending', total: 5, leftOut: [] } });
    const times = made.body.members.map(
      ({ scheduledFor }: Json) => (Date.parse(scheduledFor) - Date.parse(start)) / 60_000,
    );
    expect(times).toEqual([0, 20, 40, 60, 80]);
    await herald.cloud.advance(601_000);
    const first = `/api/v1/distributions/${made.body.members[0].id}`;
    await herald.until(first, ({ status }) => status === 'published', 'The first');
    expect(await group(made.body.id)).toMatchObject({ status: 'in_progress', published: 1, waiting: 4 });
    for (let step = 0; step < 4; step += 1) await herald.cloud.advance(20 * 60_000);
    const done = await herald.until(
      `/api/v1/cross-posts/${made.body.id}`,
      ({ status }) => status === 'completed',
      'All five',
    );
    expect(done.members.map(({ status }: Json) => status)).toEqual(Array(5).fill('published'));
    const byContent = (await herald.api('GET', `/api/v1/distributions?contentId=${content.id}`)).body.items;
    expect(byContent).toHaveLength(5);
    expect(x.posts.filter(({ text }) => String(text).startsWith('We open the doors'))).toHaveLength(1);
  });

  it('makes nothing where one platform cannot take it, and names each problem; leaves it out only where told to', async () => {
    const body = {
      content: { title: 'Partly', body: `Partly: ${words}` },
      platforms: [{ platformId: platforms.sandbox }, { platformId: platforms.wordpress, body: 'Too short.' }],
      scheduledFor: inSeconds(3_600),
    };
    const refused = await crossPost(body);
    expect(refused).toMatchObject({ status: 422, body: { code: 'content_invalid' } });
    expect(refused.body.errors).toMatchObject([{ pointer: '/platforms/1/body', code: 'text_too_short' }]);
    const made = await crossPost({ ...body, allowPartial: true });
    expect(made).toMatchObject({ status: 201, body: { total: 1, leftOut: [{ platformId: platforms.wordpress }] } });
  });

  it('shows before what it would refuse: a window, a locked slot, the same text; with free times; and leaves out only those', async () => {
    const [locked, narrow, free] = await Promise.all([
      herald.connect({ kind: 'sandbox' }),
      herald.connect({ kind: 'sandbox', maxLeadDays: 3 }),
      herald.connect({ kind: 'sandbox' }),
    ]);
    const day = inSeconds(5 * 86_400).slice(0, 10);
    const slot = { platformId: locked, date: day, time: '09:00', timezone: 'UTC', locked: true };
    await herald.api('POST', '/api/v1/calendar/slots', slot);
    const said = { content: { body: `Shown before: ${words}` }, scheduledFor: `${day}T09:00:00Z` };
    const known = { ...said, platforms: [{ platformId: platforms.sandbox }] };
    const twin = (await crossPost(known)).body.members[0];
    const asked = {
      ...said,
      platforms: [locked, narrow, platforms.sandbox, free].map((platformId) => ({ platformId })),
    };
    const { body: shown } = await herald.api('POST', '/api/v1/cross-posts/preview', asked);
    const codes = ['slot_locked', 'too_far', 'duplicate_content', undefined];
    expect(shown.platforms.map(({ problems }: Json) => problems[0]?.code)).toEqual(codes);
    expect(shown.platforms.map(({ valid }: Json) => valid)).toEqual([false, false, false, true]);
    const draft = await herald.api('POST', '/api/v1/cross-posts/preview', { ...known, status: 'draft' });
    expect(draft.body.platforms[0].problems[0]).toMatchObject({ code: 'draft_with_time' });

    const refused = await crossPost({ ...asked, platforms: [{ platformId: locked }, { platformId: free }] });
    expect(refused).toMatchObject({ status: 409, body: { code: 'slot_taken', platforms: [{ platformId: locked }] } });
    expect(refused.body.platforms[0].proposals).toHaveLength(3);
    const same = await crossPost({ ...asked, platforms: [{ platformId: free }, { platformId: platforms.sandbox }] });
    expect(same).toMatchObject({ status: 409, body: { code: 'duplicate_content', existingId: twin.id } });
    expect(same.body.errors).toMatchObject([{ pointer: '/platforms/1/body', code: 'duplicate_content' }]);
    const made = await crossPost({ ...asked, allowPartial: true });
    expect(made).toMatchObject({ status: 201, body: { total: 1, members: [{ platformId: free }] } });
    expect(made.body.leftOut.map(({ problems }: Json) => problems[0].code).sort()).toEqual(codes.slice(0, 3).sort());
  });

  it('is paused, resumed, moved and cancelled as a whole', async () => {
    const made = await crossPost({
      content: { title: 'Paused', body: `Paused: ${words}` },
      platforms: all().filter(({ platformId }) => platformId !== platforms.x),
      scheduledFor: inSeconds(1_200),
    });
    const path = `/api/v1/cross-posts/${made.body.id}`;
    expect((await herald.api('POST', `${path}/pause`)).body).toMatchObject({ isPaused: true, waiting: 4 });
    const mended = await herald.api('PATCH', `/api/v1/distributions/${made.body.members[0].id}`, { title: 'Mended' });
    expect(mended).toMatchObject({ status: 200, body: { held: 'paused', warnings: [{ code: 'cross_post_paused' }] } });
    await herald.cloud.advance(1_260_000);
    expect(await group(made.body.id)).toMatchObject({ status: 'pending', published: 0 });
    const later = inSeconds(1_800);
    const moved = await herald.api('POST', `${path}/reschedule`, { scheduledFor: later });
    expect(moved.body.members.map(({ scheduledFor }: Json) => scheduledFor)).toEqual(Array(4).fill(later));
    const [one] = moved.body.members;
    expect((await herald.api('POST', `/api/v1/distributions/${one.id}/publish`)).status).toBe(202);
    await herald.until(path, ({ published }) => published === 1, 'One by itself');
    const cancelled = await herald.api('POST', `${path}/cancel`);
    expect(cancelled.body).toMatchObject({ status: 'partial', published: 1, cancelled: 3, waiting: 0 });
    expect(await herald.api('POST', `${path}/resume`)).toMatchObject({ status: 409, body: { code: 'illegal_move' } });
    await herald.cloud.advance(1_860_000);
    expect(await group(made.body.id)).toMatchObject({ published: 1, cancelled: 3 });
  });

  describe('moved to another time as a whole', () => {
    const dayAt = (days: number, time: string) => `${inSeconds(days * 86_400).slice(0, 10)}T${time}:00.000Z`;
    const reschedule = (id: string, body: object) => herald.api('POST', `/api/v1/cross-posts/${id}/reschedule`, body);
    const lockedAt = (platformId: string, at: string) =>
      herald.api('POST', '/api/v1/calendar/slots', {
        platformId,
        date: at.slice(0, 10),
        time: at.slice(11, 16),
        timezone: 'UTC',
        locked: true,
      });
    let count = 0;
    const grouped = async (ids: string[], more: object = {}): Promise<Json> => {
      count += 1;
      const content = { body: `Moved ${count}: ${words}` };
      const group = { content, platforms: ids.map((platformId) => ({ platformId })), scheduledFor: dayAt(2, '10:00') };
      const made = await crossPost({ ...group, ...more });
      expect(made.status).toBe(201);
      return made.body;
    };

    it('answers with what is in the way of each member and the times near it, and moves all or none', async () => {
      const [locked, narrow, free] = await Promise.all([
        herald.connect({ kind: 'sandbox' }),
        herald.connect({ kind: 'sandbox', maxLeadDays: 3 }),
        herald.connect({ kind: 'sandbox' }),
      ]);
      const at = dayAt(5, '09:00');
      await lockedAt(locked!, at);
      const made = await grouped([locked!, narrow!, free!]);
      const refused = await reschedule(made.id, { scheduledFor: at });
      expect(refused).toMatchObject({ status: 422, body: { code: 'time_invalid' } });
      expect(refused.body.errors.map(({ code }: Json) => code)).toEqual(['slot_locked', 'too_far']);
      expect(refused.body.members).toMatchObject([
        { id: made.members[0].id, platformId: locked, problems: [{ code: 'slot_locked' }] },
        { id: made.members[1].id, platformId: narrow, problems: [{ code: 'too_far' }], proposals: [] },
      ]);
      expect(refused.body.members[0].proposals).toHaveLength(3);
      const kept = (await group(made.id)).members;
      expect(kept.map(({ scheduledFor }: Json) => scheduledFor)).toEqual(Array(3).fill(dayAt(2, '10:00')));

      await herald.api('PATCH', `/api/v1/platforms/${narrow}`, { maxLeadDays: null });
      expect(await reschedule(made.id, { scheduledFor: at })).toMatchObject({
        status: 409,
        body: { code: 'slot_taken' },
      });
      const moved = await reschedule(made.id, { scheduledFor: at, onConflict: 'next_free', timezone: 'Europe/Berlin' });
      expect(moved).toMatchObject({ status: 200, body: { planned: [{ platformId: locked, source: 'next_free' }] } });
      const [first, ...others] = moved.body.members.map(({ scheduledFor }: Json) => scheduledFor);
      expect(first > at).toBe(true);
      expect(others).toEqual([at, at]);
      expect(moved.body.members[1].localTime).toMatch(/T1[01]:00/);
      const { items } = (await herald.api('GET', `/api/v1/distributions/${made.members[2].id}/events`)).body;
      expect(items.at(-1)).toMatchObject({ type: 'CROSS_POST_RESCHEDULED' });
      expect(items.at(-1).data.moved).toContainEqual({ id: made.members[2].id, from: dayAt(2, '10:00'), to: at });
    });

    it('keeps its text to itself when it moves within a day', async () => {
      const made = await grouped([platforms.sandbox!]);
      expect((await reschedule(made.id, { scheduledFor: dayAt(2, '11:00') })).status).toBe(200);
      const { body } = (await herald.api('GET', `/api/v1/distributions/${made.members[0].id}`)).body;
      const same = { platformId: platforms.sandbox, body, scheduledFor: dayAt(2, '12:00') };
      const again = await herald.api('POST', '/api/v1/distributions', same);
      expect(again).toMatchObject({ status: 409, body: { code: 'duplicate_content' } });
    });

    it('stays optimized where it was, and staggered from the first member that is left', async () => {
      const ids = await Promise.all([herald.connect({ kind: 'sandbox' }), herald.connect({ kind: 'sandbox' })]);
      const best = await grouped(ids, { timingStrategy: 'optimized', scheduledFor: undefined, timezone: 'UTC' });
      const from = dayAt(4, '00:00');
      const later = await reschedule(best.id, { scheduledFor: from });
      expect(later.body.planned).toMatchObject(ids.map((platformId) => ({ platformId, source: 'default' })));
      for (const { scheduledFor } of later.body.members) expect(scheduledFor > from).toBe(true);
      const queue = await grouped(ids, { timingStrategy: 'staggered', staggerMinutes: 30 });
      await herald.api('POST', `/api/v1/distributions/${queue.members[0].id}/cancel`);
      const moved = await reschedule(queue.id, { scheduledFor: dayAt(3, '08:00') });
      expect(moved.body.members[1].scheduledFor).toBe(dayAt(3, '08:00'));
    });

    it('moves what waits for an approval, which keeps waiting; and nothing that has ended', async () => {
      const shop = await herald.connect({ kind: 'sandbox', requiresApproval: true });
      const made = await grouped([shop, platforms.sandbox!]);
      const at = dayAt(3, '10:00');
      const moved = await reschedule(made.id, { scheduledFor: at });
      expect(moved.body.members).toMatchObject([
        { status: 'publish_requested', scheduledFor: at },
        { status: 'scheduled', scheduledFor: at },
      ]);
      expect(moved.body.members[0].dueAt).toBeUndefined();
      await herald.api('POST', `/api/v1/cross-posts/${made.id}/cancel`);
      const ended = { status: 409, body: { code: 'illegal_move', currentStatus: 'partial' } };
      expect(await reschedule(made.id, { scheduledFor: at })).toMatchObject(ended);
      expect(await herald.api('POST', `/api/v1/cross-posts/${made.id}/pause`)).toMatchObject(ended);
      expect(await group(made.id)).toMatchObject({ isPaused: false, cancelled: 2 });
    });
  });

  it('resumes what was paused: whose time has passed goes out now', async () => {
    const made = await crossPost({
      content: { body: `Resumed: ${words}` },
      platforms: [{ platformId: platforms.sandbox }, { platformId: platforms['sandbox-blind'] }],
      scheduledFor: inSeconds(60),
    });
    const path = `/api/v1/cross-posts/${made.body.id}`;
    await herald.api('POST', `${path}/pause`);
    await herald.cloud.advance(120_000);
    await herald.api('POST', `${path}/resume`);
    await herald.until(path, ({ status }) => status === 'completed', 'Both');
  });

  it('stays paused where a member is approved, its account is reconnected, or it fails for the moment', async () => {
    const checked = await herald.connect({ kind: 'sandbox', requiresApproval: true });
    const refused = await herald.connect({ kind: 'sandbox' });
    const key = await herald.api('POST', '/api/v1/api-keys', { name: 'Chief', scopes: ['read', 'publish', 'approve'] });
    const [called, paused] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    x.letChoose(async (call) => {
      if (!x.isPublish(call) || !call.body.includes('On hold')) return undefined;
      called.resolve();
      await paused.promise;
      x.letChoose(() => undefined);
      return x.answers.rateLimited(Date.now() + 60_000);
    });
    const behaviour = { kind: 'fail', error: 'unauthorized', times: 1 };
    const made = await crossPost({
      content: { body: `On hold: ${words}` },
      platforms: [
        { platformId: checked },
        { platformId: refused, platformSpecific: { behaviour } },
        { platformId: platforms.x },
      ],
      scheduledFor: inSeconds(3),
    });
    const path = `/api/v1/cross-posts/${made.body.id}`;
    const member = (platformId: string | undefined): string =>
      `/api/v1/distributions/${made.body.members.find((one: Json) => one.platformId === platformId).id}`;
    await herald.until(member(refused), ({ held }) => held === 'reconnect', 'A refusal');
    await called.promise;
    await herald.api('POST', `${path}/pause`);

    paused.resolve();
    await herald.until(member(platforms.x), ({ held }) => held === 'paused', 'A failure for the moment');
    expect((await herald.api('POST', `/api/v1/platforms/${refused}/verify`)).body.works).toBe(true);
    await herald.until(member(refused), ({ held }) => held === 'paused', 'Reconnecting');
    const chief = { authorization: `Bearer ${key.body.key}` };
    const approved = await herald.api('POST', `${member(checked)}/approve`, { now: true }, chief);
    expect(approved).toMatchObject({ status: 200, body: { status: 'scheduled', held: 'paused' } });
    expect(approved.body.warnings.map(({ code }: Json) => code)).toContain('cross_post_paused');
    const edited = await herald.api('PATCH', member(platforms.x), { body: `On hold, mended: ${words}` });
    expect(edited).toMatchObject({ status: 200, body: { held: 'paused', warnings: [{ code: 'cross_post_paused' }] } });
    await herald.cloud.advance(3_600_000);
    expect(await group(made.body.id)).toMatchObject({ published: 0, waiting: 3 });

    await herald.api('POST', `${path}/resume`);
    await herald.until(path, ({ status }) => status === 'completed', 'All three');
  });

  it('stays paused where a member that was missed is retried, not where it is published by itself', async () => {
    const late = { latePolicy: 'skip', lateAfterMinutes: 5 };
    const made = await crossPost({
      content: { body: `Missed: ${words}` },
      platforms: [
        { platformId: platforms.sandbox, ...late },
        { platformId: platforms['sandbox-blind'], ...late },
        { platformId: platforms.x },
      ],
      scheduledFor: inSeconds(3_600),
    });
    const path = `/api/v1/cross-posts/${made.body.id}`;
    await herald.api('POST', `${path}/pause`);
    await herald.api('PATCH', `/api/v1/distributions/${made.body.members[2].id}`, { scheduledFor: inSeconds(86_400) });
    await herald.cloud.advance(2 * 3_600_000);
    await herald.api('POST', `${path}/resume`);
    const isMissed = ({ members }: Json) => members.filter(({ status }: Json) => status === 'missed').length === 2;
    await herald.until(path, isMissed, 'Both too late');
    await herald.api('POST', `${path}/pause`);
    const [retried, published] = made.body.members.map(({ id }: Json) => `/api/v1/distributions/${id}`);
    const again = await herald.api('POST', `${retried}/retry`);
    expect(again).toMatchObject({ status: 202, body: { held: 'paused', warnings: [{ code: 'cross_post_paused' }] } });
    expect((await herald.api('POST', `${published}/publish`)).body.held).toBeUndefined();
    await herald.until(published, ({ status }) => status === 'published', 'By itself');
    expect((await herald.api('GET', retried)).body).toMatchObject({ status: 'scheduled', held: 'paused' });
    await herald.api('POST', `${path}/resume`);
    await herald.until(retried, ({ status }) => status === 'published', 'Resumed');
    await herald.api('POST', `${path}/cancel`);
  });

  it('is partial where one member failed, which is retried alone', async () => {
    const behaviour = { kind: 'fail', error: 'rejected', times: 1 };
    const made = await crossPost({
      content: { body: `One fails: ${words}` },
      platforms: [
        { platformId: platforms.sandbox },
        { platformId: platforms['sandbox-blind'], platformSpecific: { behaviour } },
      ],
      scheduledFor: inSeconds(5),
    });
    const path = `/api/v1/cross-posts/${made.body.id}`;
    const partly = await herald.until(path, ({ status }) => status === 'partial', 'A failure');
    expect(partly).toMatchObject({ published: 1, failed: 1 });
    const failed = partly.members.find(({ status }: Json) => status === 'failed');
    expect((await herald.api('POST', `/api/v1/distributions/${failed.id}/retry`)).status).toBe(202);
    await herald.until(path, ({ status }) => status === 'completed', 'The retry');
  });

  it('is one transaction for sixteen platforms: a member that is refused leaves nothing behind', async () => {
    const ids = await Promise.all(Array.from({ length: 16 }, () => herald.connect({ kind: 'sandbox' })));
    const body = `Sixteen: ${words}`;
    const scheduledFor = inSeconds(7_200);
    const taken = await herald.api('POST', '/api/v1/distributions', { platformId: ids[15], body, scheduledFor });
    const input = { content: { body }, platforms: ids.map((platformId) => ({ platformId })), scheduledFor };
    const refused = await crossPost(input);
    expect(refused).toMatchObject({ status: 409, body: { code: 'duplicate_content', existingId: taken.body.id } });
    for (const platformId of ids.slice(0, 3)) {
      const { items } = (await herald.api('GET', `/api/v1/distributions?platformId=${platformId}`)).body;
      expect(items).toEqual([]);
    }
    await herald.api('POST', `/api/v1/distributions/${taken.body.id}/cancel`);
    expect(await crossPost(input)).toMatchObject({ status: 201, body: { total: 16, waiting: 16 } });
  });
});
