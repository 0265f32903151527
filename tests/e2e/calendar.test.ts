import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Herald, type Json, startHerald } from '../support/herald.ts';

const DAY_MS = 86_400_000;

describe('the calendar', () => {
  let herald: Herald;
  let count = 0;

  beforeAll(async () => {
    herald = await startHerald();
  });
  afterAll(() => herald?.close());

  const day = (ahead: number) => new Date(Date.now() + ahead * DAY_MS).toISOString().slice(0, 10);
  const post = (platformId: string, scheduledFor: string, more: object = {}) => {
    count += 1;
    return herald.api('POST', '/api/v1/distributions', { platformId, body: `Post ${count}.`, scheduledFor, ...more });
  };
  const put = (slot: object) => herald.api('POST', '/api/v1/calendar/slots', { timezone: 'UTC', ...slot });
  const calendar = async (query: string): Promise<Json> => (await herald.api('GET', `/api/v1/calendar?${query}`)).body;
  const entries = ({ days }: Json): Json[] =>
    days.flatMap(({ platforms }: Json) => platforms.flatMap((platform: Json) => platform.entries));
  const slotPath = (platformId: string, instant: string) =>
    `/api/v1/calendar/slots/${platformId}/${instant.slice(0, 16)}Z`;

  it('gives a slot to one of fifty that ask for it at once, and shows the others the nearest free slots', async () => {
    const platformId = await herald.connect();
    const slots = ['08:00', '09:00', '10:00', '11:00'].map((time) => ({
      platformId,
      date: day(2),
      time,
      timezone: 'UTC',
    }));
    const bulk = await herald.api('POST', '/api/v1/calendar/slots/bulk', { slots });
    expect(bulk).toMatchObject({ status: 201, body: { notices: [] } });
    expect(bulk.body.slots).toHaveLength(4);
    const at = `${day(2)}T09:00:00.000Z`;
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(platformId, at)));
    const won = answers.filter(({ status }) => status === 201);
    expect(won).toHaveLength(1);
    const lost = answers.filter(({ status }) => status === 409);
    expect(lost).toHaveLength(49);
    for (const { body } of lost) {
      expect(body.code).toBe('slot_taken');
      expect(body.proposals.map((proposal: Json) => proposal.at)).toEqual(
        ['10:00', '08:00', '11:00'].map((time) => `${day(2)}T${time}:00.000Z`),
      );
    }
    const found = entries(await calendar(`from=${day(2)}&to=${day(2)}&platformId=${platformId}`));
    expect(found.map(({ time, gap, post: there }) => [time, gap, there?.id])).toEqual([
      ['08:00', true, undefined],
      ['09:00', false, won[0]!.body.id],
      ['10:00', true, undefined],
      ['11:00', true, undefined],
    ]);
  });

  it('gives ten that ask for the next slot at once ten different ones, in order and without a gap', async () => {
    const platformId = await herald.connect();
    await put({ platformId, date: day(1), time: '12:00', recurrence: 'daily' });
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(platformId, 'next_slot')));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201));
    const times = answers.map(({ body }) => body.scheduledFor).sort();
    expect(times).toEqual(Array.from({ length: 10 }, (_, index) => `${day(index + 1)}T12:00:00.000Z`));
    expect(answers[0]!.body.planned).toMatchObject({ source: 'next_slot', slotKey: expect.any(String) });
  });

  it('gives twenty that ask for the best time at once twenty different minutes, and a loser of a taken slot another', async () => {
    const platformId = await herald.connect();
    const best = await Promise.all(Array.from({ length: 20 }, () => post(platformId, 'optimal')));
    expect(best.map(({ status }) => status)).toEqual(Array(20).fill(201));
    expect(new Set(best.map(({ body }) => body.scheduledFor)).size).toBe(20);
    await put({ platformId, date: day(9), time: '09:00', locked: true });
    const beside = await Promise.all(
      Array.from({ length: 6 }, () => post(platformId, `${day(9)}T09:00:00Z`, { onConflict: 'next_free' })),
    );
    expect(beside.map(({ status }) => status)).toEqual(Array(6).fill(201));
    expect(new Set(beside.map(({ body }) => body.scheduledFor)).size).toBe(6);
  });

  it('finds the minute again that a post has left, and not the one of a post that waits for its approval', async () => {
    const platformId = await herald.connect({ postsPerDay: 1 });
    const { body: first } = await post(platformId, 'optimal');
    const { body: moved } = await herald.api('PATCH', `/api/v1/distributions/${first.id}`, {
      scheduledFor: `${day(20)}T12:00:00Z`,
    });
    expect(moved.scheduledFor).toBe(`${day(20)}T12:00:00.000Z`);
    const second = await post(platformId, 'optimal');
    expect(second).toMatchObject({ status: 201, body: { scheduledFor: first.scheduledFor } });
    await herald.api('POST', `/api/v1/distributions/${second.body.id}/cancel`);
    expect((await post(platformId, first.scheduledFor)).body.warnings).toEqual([]);

    const checked = await herald.connect({ requiresApproval: true });
    const asked = [await post(checked, 'optimal')];
    // Longer than a minute is held.
    await herald.cloud.advance(20 * 60_000);
    asked.push(await post(checked, 'optimal'));
    expect(asked.map(({ body }) => body.status)).toEqual(['publish_requested', 'publish_requested']);
    expect(asked[1]!.body.scheduledFor).not.toBe(asked[0]!.body.scheduledFor);
  });

  it('frees a slot when its post is moved, unscheduled, published now or cancelled', async () => {
    const platformId = await herald.connect();
    const at = `${day(3)}T09:00:00.000Z`;
    await put({ platformId, date: day(3), time: '09:00' });
    const leave = [
      (id: string) => herald.api('PATCH', `/api/v1/distributions/${id}`, { scheduledFor: `${day(3)}T15:00:00Z` }),
      (id: string) => herald.api('PATCH', `/api/v1/distributions/${id}`, { scheduledFor: null }),
      (id: string) => herald.api('POST', `/api/v1/distributions/${id}/publish`),
      (id: string) => herald.api('POST', `/api/v1/distributions/${id}/cancel`),
    ];
    for (const away of leave) {
      const there = await post(platformId, at);
      expect(there).toMatchObject({ status: 201, body: { slotKey: `${day(3)}#09:00` } });
      expect((await post(platformId, at)).status).toBe(409);
      const left = await away(there.body.id);
      expect(left.status).toBeLessThan(300);
      expect(left.body.slotKey).toBeUndefined();
    }
    expect((await post(platformId, at)).status).toBe(201);
  });

  it('does with a taken or locked slot as onConflict says, and warns of a limit', async () => {
    const platformId = await herald.connect({ minIntervalMinutes: 30 });
    await put({ platformId, date: day(4), time: '09:00' });
    await put({ platformId, date: day(4), time: '12:00', locked: true });
    const at = `${day(4)}T09:00:00Z`;
    const first = await post(platformId, at);
    const moved = await post(platformId, at, { onConflict: 'next_free' });
    expect(moved).toMatchObject({ status: 201, body: { planned: { source: 'next_free' } } });
    expect(moved.body.scheduledFor > first.body.scheduledFor).toBe(true);
    const beside = await post(platformId, at, { onConflict: 'override' });
    expect(beside).toMatchObject({ status: 201, body: { scheduledFor: first.body.scheduledFor } });
    expect(beside.body.slotKey).toBeUndefined();
    expect(beside.body.warnings).toMatchObject([{ code: 'min_interval' }, { code: 'slot_taken' }]);
    const locked = await post(platformId, `${day(4)}T12:00:00Z`);
    expect(locked.body).toMatchObject({ code: 'slot_taken', errors: [{ code: 'slot_locked' }] });
    const near = `${day(4)}T09:10:00Z`;
    const warned = (await post(platformId, near)).body.warnings;
    expect(warned).toMatchObject([{ code: 'min_interval', message: expect.stringContaining('may go out later') }]);
    const free = await post(platformId, near, { onConflict: 'next_free' });
    expect(free.body.planned.message).toMatch(/ min away .* This is the next free time\.$/);
    expect(free.body.planned.message).not.toContain('later');
    const rejected = await post(platformId, near, { onConflict: 'reject' });
    expect(rejected).toMatchObject({ status: 409, body: { code: 'time_conflict' } });
    expect(rejected.body.proposals).toHaveLength(3);
  });

  it('moves, locks and deletes slots, single ones and occurrences, and asks what becomes of a post', async () => {
    const platformId = await herald.connect();
    const made = await put({ platformId, date: day(1), time: '07:30', recurrence: 'daily' });
    const [rule] = made.body.rules;
    expect(await put({ platformId, date: day(2), time: '07:30' })).toMatchObject({
      status: 409,
      body: { code: 'slot_exists' },
    });
    const at = (ahead: number) => `${day(ahead)}T07:30:00.000Z`;
    const moved = await herald.api('PATCH', slotPath(platformId, at(2)), { time: '08:00', slotType: 'prime' });
    expect(moved).toMatchObject({
      status: 200,
      body: { slot: { key: `${day(2)}#08:00`, slotType: 'prime', rule: { id: rule.id } } },
    });
    const past = await herald.api('PATCH', slotPath(platformId, at(3)), { date: day(-1) });
    expect(past).toMatchObject({ status: 400, body: { errors: [{ pointer: '/date', code: 'time_in_past' }] } });
    const escaped = `/api/v1/calendar/slots/${platformId}/${encodeURIComponent(`${day(3)}#07:30`)}`;
    expect((await herald.api('PATCH', escaped, { locked: true })).body.slot).toMatchObject({ locked: true });
    expect((await herald.api('DELETE', slotPath(platformId, at(4)))).status).toBe(204);
    const held = await post(platformId, at(5));
    const asked = await herald.api('DELETE', slotPath(platformId, at(5)));
    expect(asked).toMatchObject({ status: 409, body: { code: 'slot_in_use', distributionId: held.body.id } });
    expect((await herald.api('DELETE', `${slotPath(platformId, at(5))}?post=cancel`)).status).toBe(204);
    expect((await herald.api('GET', `/api/v1/distributions/${held.body.id}`)).body.status).toBe('cancelled');
    const kept = await post(platformId, at(6));
    expect((await herald.api('DELETE', `${slotPath(platformId, at(6))}?post=keep`)).status).toBe(204);
    expect((await herald.api('GET', `/api/v1/distributions/${kept.body.id}`)).body.status).toBe('scheduled');

    const shown = entries(await calendar(`from=${day(1)}&to=${day(7)}&platformId=${platformId}`));
    const slots = shown.flatMap(({ slot }) => (slot ? [[slot.key, slot.locked]] : []));
    expect(slots).toEqual([
      [`${day(1)}#07:30`, false],
      [`${day(2)}#08:00`, false],
      [`${day(3)}#07:30`, true],
      [`${day(7)}#07:30`, false],
    ]);
    const rulePath = `/api/v1/calendar/rules/${platformId}/${rule.id}`;
    const later = await herald.api('PATCH', rulePath, { time: '10:15' });
    expect(later).toMatchObject({ status: 200, body: { rule: { time: '10:15' } } });
    expect((await herald.api('GET', `/api/v1/calendar/rules?platformId=${platformId}`)).body.items).toHaveLength(1);
    expect((await herald.api('DELETE', rulePath)).status).toBe(204);
    const left = entries(await calendar(`from=${day(1)}&to=${day(9)}&platformId=${platformId}`));
    expect(left.filter(({ slot }) => slot)).toEqual([]);
  });

  it('keeps an occurrence that went away and came back, and the slot of a post that was rejected', async () => {
    const platformId = await herald.connect({ requiresApproval: true });
    await put({ platformId, date: day(1), time: '07:30', recurrence: 'daily' });
    const at = `${day(3)}T07:30:00.000Z`;
    await herald.api('PATCH', slotPath(platformId, at), { time: '08:00' });
    const back = await herald.api('PATCH', slotPath(platformId, `${day(3)}T08:00`), { time: '07:30' });
    expect(back).toMatchObject({ status: 200, body: { slot: { key: `${day(3)}#07:30` } } });
    for (const away of [{ path: 'reject', body: { reason: 'No.' } }, { path: 'cancel' }]) {
      const held = await post(platformId, at);
      expect(held).toMatchObject({ status: 201, body: { status: 'publish_requested', slotKey: `${day(3)}#07:30` } });
      const left = await herald.api('POST', `/api/v1/distributions/${held.body.id}/${away.path}`, away.body);
      expect(left).toMatchObject({ status: 200 });
      expect(left.body.slotKey).toBeUndefined();
      const shown = entries(await calendar(`from=${day(2)}&to=${day(4)}&platformId=${platformId}`));
      expect(shown.filter(({ gap }) => gap).map(({ slot }) => slot.key)).toEqual(
        [2, 3, 4].map((ahead) => `${day(ahead)}#07:30`),
      );
    }
    const february = `/api/v1/calendar/slots/${platformId}/2199-02-30T07:30Z`;
    expect((await herald.api('DELETE', february)).status).toBe(404);
  });

  it('leaves no slot behind where a rule has another time by now and the post of the old one goes', async () => {
    const platformId = await herald.connect();
    const [rule] = (await put({ platformId, date: day(1), time: '09:00', recurrence: 'daily' })).body.rules;
    const [gone, kept] = [await post(platformId, 'next_slot'), await post(platformId, 'next_slot')];
    await herald.api('PATCH', slotPath(platformId, `${day(3)}T09:00`), { locked: true });
    await herald.api('PATCH', `/api/v1/calendar/rules/${platformId}/${rule.id}`, { time: '10:00' });
    await herald.api('POST', `/api/v1/distributions/${gone.body.id}/cancel`);
    const shown = entries(await calendar(`from=${day(1)}&to=${day(3)}&platformId=${platformId}`));
    expect(shown.flatMap(({ slot }) => (slot ? [[slot.key, slot.distributionId ?? slot.locked]] : []))).toEqual([
      [`${day(1)}#10:00`, false],
      [`${day(2)}#09:00`, kept.body.id],
      [`${day(2)}#10:00`, false],
      [`${day(3)}#09:00`, true],
      [`${day(3)}#10:00`, false],
    ]);
  });

  it('tells an approver what has come to the time of the post meanwhile, and takes its slot again where that is free', async () => {
    const platformId = await herald.connect({ requiresApproval: true, minIntervalMinutes: 30 });
    const chief = (await herald.api('POST', '/api/v1/api-keys', { name: 'Chief', scopes: ['read', 'approve'] })).body
      .key;
    const approve = (id: string) =>
      herald.api('POST', `/api/v1/distributions/${id}/approve`, {}, { authorization: `Bearer ${chief}` });
    const slot = { platformId, date: day(2), time: '09:00' };
    const at = `${day(2)}T09:00:00.000Z`;
    await put(slot);
    const [first, second] = [await post(platformId, at), await post(platformId, at, { onConflict: 'override' })];
    const remove = () => herald.api('DELETE', `${slotPath(platformId, at)}?post=keep`);
    await remove();
    await put(slot);
    const alone = await approve(first.body.id);
    expect(alone.body).toMatchObject({ status: 'scheduled', slotKey: `${day(2)}#09:00` });
    const shown = entries(await calendar(`from=${day(2)}&to=${day(2)}&platformId=${platformId}`));
    expect(shown.find(({ slot: there }) => there)).toMatchObject({ slot: { distributionId: first.body.id } });
    const beside = await approve(second.body.id);
    expect(beside.body).toMatchObject({ status: 'scheduled', scheduledFor: at });
    expect(beside.body.slotKey).toBeUndefined();
    expect(beside.body.warnings.map(({ code }: Json) => code)).toEqual(['min_interval', 'slot_taken']);
  });

  it('puts a post at the best time that is known, not in quiet hours, and says why', async () => {
    const timezone = 'Europe/Berlin';
    const quietHours = [{ from: '00:00', to: '09:30', timezone }];
    const platformId = await herald.connect({ quietHours });
    const dry = await herald.api('POST', '/api/v1/distributions/validate', {
      platformId,
      body: 'At a good time.',
      scheduledFor: 'optimal',
      timezone,
    });
    const made = await post(platformId, 'optimal', { timezone });
    expect(made).toMatchObject({
      status: 201,
      body: { status: 'scheduled', timezone, planned: { source: 'default' } },
    });
    expect(made.body.localTime.slice(11, 16) >= '09:30').toBe(true);
    expect(dry.body).toMatchObject({ scheduledFor: made.body.scheduledFor, planned: made.body.planned });
    const group = await herald.api('POST', '/api/v1/cross-posts', {
      content: { body: 'Everywhere at its best time.' },
      platforms: [{ platformId }, { platformId: await herald.connect() }],
      timingStrategy: 'optimized',
      timezone,
    });
    expect(group.status).toBe(201);
    expect(group.body.planned.map(({ source }: Json) => source)).toEqual(['default', 'default']);
    // Another platform may have its post at the same time; the same platform may not.
    const beside = group.body.members.find((member: Json) => member.platformId === platformId);
    expect(beside.scheduledFor).not.toBe(made.body.scheduledFor);
  });

  it('takes the slots of a cross-post in its transaction, and gives them back when it is moved or cancelled', async () => {
    const ids = await Promise.all([herald.connect(), herald.connect()]);
    for (const platformId of ids) await put({ platformId, date: day(2), time: '18:00' });
    const body = { content: { body: 'To the slots.' }, platforms: ids.map((platformId) => ({ platformId })) };
    const made = await herald.api('POST', '/api/v1/cross-posts', { ...body, scheduledFor: 'next_slot' });
    expect(made).toMatchObject({ status: 201, body: { total: 2 } });
    const at = `${day(2)}T18:00:00.000Z`;
    expect(made.body.members.map(({ scheduledFor }: Json) => scheduledFor)).toEqual([at, at]);
    expect((await post(ids[0]!, at)).status).toBe(409);
    const path = `/api/v1/cross-posts/${made.body.id}`;
    await herald.api('POST', `${path}/reschedule`, { scheduledFor: `${day(2)}T20:00:00Z` });
    expect((await post(ids[0]!, at)).status).toBe(201);
    const back = await herald.api('POST', `${path}/reschedule`, { scheduledFor: at });
    expect(back).toMatchObject({ status: 409, body: { code: 'slot_taken' } });
    expect((await herald.api('POST', `${path}/cancel`)).status).toBe(200);
    expect((await post(ids[1]!, at)).status).toBe(201);
  });

  it('takes sixteen slots, or sixteen minutes that were found, in the one transaction of a cross-post', async () => {
    const ids = await Promise.all(Array.from({ length: 16 }, () => herald.connect()));
    await Promise.all(ids.map((platformId) => put({ platformId, date: day(2), time: '18:00' })));
    const platforms = ids.map((platformId) => ({ platformId }));
    const crossPost = (body: string, more: object) =>
      herald.api('POST', '/api/v1/cross-posts', { content: { body }, platforms, ...more });
    const inSlots = await crossPost('To sixteen slots.', { scheduledFor: 'next_slot' });
    expect(inSlots).toMatchObject({ status: 201, body: { total: 16 } });
    const last = inSlots.body.members[15];
    expect(last.slotKey).toBe(`${day(2)}#18:00`);
    expect((await crossPost('At sixteen minutes.', { timingStrategy: 'optimized' })).status).toBe(201);

    // Its creation is on record all the same, in the event of the group, beside what happens to it alone.
    await herald.api('PATCH', `/api/v1/distributions/${last.id}`, { body: 'To the last slot.' });
    await herald.api('POST', `/api/v1/cross-posts/${inSlots.body.id}/pause`);
    const path = `/api/v1/distributions/${last.id}/events`;
    const types = (items: Json[]) => items.map(({ type }) => type);
    const { items } = (await herald.api('GET', path)).body;
    expect(types(items)).toEqual(['CROSS_POST_CREATED', 'DISTRIBUTION_EDITED', 'CROSS_POST_PAUSED']);
    expect(items[0].data.created).toContainEqual(
      expect.objectContaining({ id: last.id, status: 'scheduled', slotKey: last.slotKey }),
    );
    const paged: Json[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const { body: page }: Json = await herald.api('GET', `${path}?limit=1${cursor && `&cursor=${cursor}`}`);
      paged.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    }
    expect(types(paged)).toEqual(types(items));
  });

  it('is read as iCalendar by another author’s parser, behind a link that can be revoked', async () => {
    const platformId = await herald.connect({ name: 'Blog; "news", daily' });
    await put({ platformId, date: day(1), time: '06:45', recurrence: { rrule: 'FREQ=DAILY;COUNT=3' } });
    const taken = await post(platformId, `${day(2)}T06:45:00Z`);
    const link = await herald.api('POST', '/api/v1/calendar/links', { platformId });
    expect(link.status).toBe(201);
    const open = () => fetch(link.body.url);
    const answer = await open();
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const parsed = new ICAL.Component(ICAL.parse(await answer.text()));
    const events = parsed.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
    const starts = events.map((event) => event.startDate.toJSDate().toISOString()).sort();
    expect(starts).toEqual([1, 2, 3].map((ahead) => `${day(ahead)}T06:45:00.000Z`));
    expect(events.map(({ uid }) => uid)).toContain(`distribution-${taken.body.id}@herald`);
    const listed = (await herald.api('GET', '/api/v1/calendar/links')).body.items;
    expect(listed).toEqual([{ id: link.body.id, platformId, createdAt: expect.any(String) }]);
    const wrong = link.body.url.replace(/.$/, (last: string) => (last === '0' ? '1' : '0'));
    expect((await fetch(wrong)).status).toBe(404);
    expect((await herald.api('DELETE', `/api/v1/calendar/links/${link.body.id}`)).status).toBe(204);
    expect((await open()).status).toBe(404);
  });

  it('answers a repeated request for slots from what the first left, and puts a bulk whole or not at all', async () => {
    const platformId = await herald.connect();
    const slot = { platformId, date: day(2), time: '09:00', timezone: 'UTC' };
    const once = { 'idempotency-key': crypto.randomUUID() };
    const first = await herald.api('POST', '/api/v1/calendar/slots', slot, once);
    const again = await herald.api('POST', '/api/v1/calendar/slots', slot, once);
    expect(again).toMatchObject({ status: 201, body: { slots: first.body.slots } });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const slots = [{ ...slot, time: '08:00' }, slot];
    expect((await herald.api('POST', '/api/v1/calendar/slots/bulk', { slots })).body.code).toBe('slot_exists');
    const twice = [
      { ...slot, time: '08:00' },
      { ...slot, time: '08:00' },
    ];
    const refused = await herald.api('POST', '/api/v1/calendar/slots/bulk', { slots: twice });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: '/slots/1', code: 'slot_exists' }] } });
    expect(entries(await calendar(`from=${day(2)}&to=${day(2)}&platformId=${platformId}`))).toHaveLength(1);
  });

  it('counts the posts of each day and platform', async () => {
    const platformId = await herald.connect();
    await put({ platformId, date: day(5), time: '09:00' });
    await post(platformId, `${day(5)}T16:20:00Z`);
    const { items } = (
      await herald.api('GET', `/api/v1/calendar/overview?from=${day(5)}&to=${day(6)}&platformId=${platformId}`)
    ).body;
    expect(items).toEqual([
      { date: day(5), platformId, scheduledPosts: 1, repeats: 0, timeSlots: ['09:00', '16:20'], gaps: 1, conflicts: 0 },
    ]);
    const long = await herald.api('GET', '/api/v1/calendar?from=2026-01-01&to=2027-01-01');
    expect(long).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ pointer: '/to' }] } });
  });

  it('says what to ask for instead where a range holds more than one answer can', async () => {
    const platforms = await Promise.all(Array.from({ length: 6 }, () => herald.connect()));
    for (const platformId of platforms) {
      const slots = Array.from({ length: 40 }, (_, index) => ({
        platformId,
        date: day(1),
        time: `${String(index % 24).padStart(2, '0')}:${index < 24 ? '10' : '40'}`,
        timezone: 'UTC',
        recurrence: 'daily',
      }));
      expect((await herald.api('POST', '/api/v1/calendar/slots/bulk', { slots })).status).toBe(201);
    }
    const range = `from=${day(1)}&to=${day(92)}`;
    const whole = await herald.api('GET', `/api/v1/calendar?${range}`);
    expect(whole).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ code: 'too_large' }] } });
    expect(entries(await calendar(`${range}&platformId=${platforms[0]}`))).toHaveLength(40 * 92);
    const { url } = (await herald.api('POST', '/api/v1/calendar/links', {})).body;
    expect((await fetch(url)).status).toBe(400);
  });
});
