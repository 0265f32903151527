import { Temporal } from '@js-temporal/polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultPlan } from '../../infra/local/faults/fault-plan.ts';
import { type Herald, type Json, startHerald } from '../support/herald.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const timezone = 'Europe/Berlin';

/** Struck once: the function dies right after its next transaction, or before it. */
let strike: 'before' | 'after' | undefined;
const faults: FaultPlan = {
  onCall: ({ environment, operation, moment }) => {
    if (environment.constructName !== 'RepeatSeries' || operation !== 'TransactWriteItems') return undefined;
    if (strike !== moment) return undefined;
    strike = undefined;
    return { kind: 'kill' };
  },
};

describe('a post that comes again', () => {
  let herald: Herald;
  let platformId: string;
  let change: number;

  beforeAll(async () => {
    herald = await startHerald({ faults });
    const now = Temporal.Instant.fromEpochMilliseconds(Date.now()).toZonedDateTimeISO(timezone);
    change = now.getTimeZoneTransition('next')!.epochMilliseconds;
    // To the noon before the night in which the clocks change.
    await herald.cloud.advance(change - 14 * HOUR_MS - Date.now());
  });
  afterAll(() => herald?.close());

  const today = () => local(Date.now()).slice(0, 10);
  const local = (at: number) =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone).toPlainDateTime().toString().slice(0, 16);
  /** A daily series whose next post is due `ahead` from now, to the minute. */
  const daily = (ahead: number, more: object = {}) => {
    const [date, time] = local(Date.now() + ahead).split('T');
    return { platformId, body: 'Evergreen.', date, time, timezone, repeat: { rrule: 'FREQ=DAILY;COUNT=60' }, ...more };
  };
  const start = async (series: object): Promise<Json> => {
    const { status, body } = await herald.api('POST', '/api/v1/series', series);
    expect(status, JSON.stringify(body)).toBe(201);
    return body;
  };
  const read = async (id: string): Promise<Json> => (await herald.api('GET', `/api/v1/series/${id}`)).body;
  const act = (id: string, action: string) => herald.api('POST', `/api/v1/series/${id}/${action}`);
  const posts = async (id: string): Promise<Json[]> => {
    const { items } = (await herald.api('GET', `/api/v1/series/${id}/occurrences?limit=100`)).body;
    const made = items.filter(({ did }: Json) => did === 'made').reverse();
    return Promise.all(
      made.map(async (one: Json) => (await herald.api('GET', `/api/v1/distributions/${one.distributionId}`)).body),
    );
  };
  const story = async (id: string) => (await posts(id)).map(({ status, body }) => `${status}: ${body}`);
  /** Everything that follows from the clock is done, the ticks of five minutes among it. */
  const pass = async (milliseconds: number) => {
    await herald.cloud.advance(milliseconds);
    await herald.cloud.idle();
    // A tick that comes while the post of that moment is on its way looks again after five minutes.
    await herald.cloud.advance(6 * MINUTE_MS);
    await herald.cloud.idle();
  };

  it('goes out at its local time over the change of the clocks, its texts in turn, each a post of its own, to its end', async () => {
    platformId = await herald.connect();
    const [date, time] = local(Date.now() + 30 * MINUTE_MS).split('T');
    const repeat = { rrule: 'FREQ=DAILY;COUNT=4', variations: [{ body: 'Said otherwise.' }] };
    const series = await start({ platformId, body: 'Evergreen.', date, time, timezone, repeat });
    expect(series).toMatchObject({ status: 'active', made: 1, pending: { turn: 0 }, warnings: [] });
    expect(series.upcoming.map(({ occurrence }: Json) => occurrence.slice(11))).toEqual([time, time, time]);
    const range = `from=${date}&to=${local(Date.now() + 10 * DAY_MS).slice(0, 10)}&timezone=${timezone}`;
    const { body: calendar } = await herald.api('GET', `/api/v1/calendar?${range}&platformId=${platformId}`);
    const entries = calendar.days.flatMap(({ platforms }: Json) => platforms[0].entries);
    expect(entries.map(({ at, post, repeat }: Json) => [at, post?.id, repeat?.seriesId])).toEqual([
      [series.pending.at, series.pending.distributionId, undefined],
      ...series.upcoming.map(({ at }: Json) => [at, undefined, series.id]),
    ]);
    for (let half = 0; half < 8; half += 1) await pass(DAY_MS / 2);
    const out = await posts(series.id);
    expect(out.map(({ status, body }) => `${status}: ${body}`)).toEqual([
      'published: Evergreen.',
      'published: Said otherwise.',
      'published: Evergreen.',
      'published: Said otherwise.',
    ]);
    expect(out.map(({ scheduledFor }) => local(Date.parse(scheduledFor)).slice(11))).toEqual([time, time, time, time]);
    const gaps = out
      .slice(1)
      .map(({ scheduledFor }, index) => Date.parse(scheduledFor) - Date.parse(out[index].scheduledFor));
    expect(gaps.filter((gap) => gap === DAY_MS)).toHaveLength(2);
    expect(gaps.map((gap) => Math.abs(gap - DAY_MS)).filter((off) => off === HOUR_MS)).toHaveLength(1);
    expect(new Set(out.map(({ id }) => id)).size).toBe(4);
    expect(await read(series.id)).toMatchObject({ status: 'ended', made: 4, skipped: 0, upcoming: [] });
  });

  it('has each of its occurrences on record, also those that an outage at its end has missed', async () => {
    const series = await start(daily(30 * MINUTE_MS, { repeat: { rrule: 'FREQ=DAILY;COUNT=3' } }));
    await pass(30 * MINUTE_MS);
    await herald.cloud.advance(DAY_MS);
    await herald.cloud.idle();
    await herald.cloud.advance(3 * DAY_MS);
    await herald.cloud.idle();
    await pass(10 * MINUTE_MS);
    expect(await read(series.id)).toMatchObject({ status: 'ended' });
    const { items } = (await herald.api('GET', `/api/v1/series/${series.id}/occurrences`)).body;
    expect(items.map(({ did, reason }: Json) => reason?.code ?? did)).toEqual([
      expect.stringMatching(/^(made|time_passed)$/),
      'made',
      'made',
    ]);
  });

  it('leaves the past alone when it is changed, and takes back what had not gone out', async () => {
    const series = await start(daily(30 * MINUTE_MS));
    await pass(DAY_MS);
    const changed = await herald.api('PATCH', `/api/v1/series/${series.id}`, {
      body: 'Another text.',
      // A rule that began long ago and is much faster bursts into nothing.
      date: '2020-01-01',
      repeat: { rrule: 'FREQ=DAILY;UNTIL=20991231', minGapMinutes: 2 * 1_440 },
    });
    expect(changed).toMatchObject({ status: 200, body: { body: 'Another text.', pending: { turn: 1 } } });
    expect(await story(series.id)).toEqual([
      'published: Evergreen.',
      'cancelled: Evergreen.',
      'scheduled: Another text.',
    ]);
    const [first, , next] = await posts(series.id);
    expect(Date.parse(next.scheduledFor) - Date.parse(first.scheduledFor)).toBeGreaterThanOrEqual(2 * DAY_MS);
    expect((await act(series.id, 'cancel')).body).toMatchObject({ status: 'ended', endedReason: 'It was cancelled.' });
    await pass(3 * DAY_MS);
    expect((await story(series.id)).at(-1)).toBe('cancelled: Another text.');
    expect((await act(series.id, 'resume')).body).toMatchObject({ code: 'illegal_move', currentStatus: 'ended' });
  });

  it('keeps its post where nothing of it changes but the name, and is not changed into one that never comes', async () => {
    const series = await start(daily(DAY_MS));
    const patch = (body: object) => herald.api('PATCH', `/api/v1/series/${series.id}`, body);
    const named = await patch({ name: 'Named.', body: 'Evergreen.', time: series.time });
    expect(named).toMatchObject({ status: 200, body: { name: 'Named.', made: 1, pending: series.pending } });
    expect(await story(series.id)).toEqual(['scheduled: Evergreen.']);
    await pass(DAY_MS);
    const tooFar = await patch({ repeat: { ...series.repeat, minGapMinutes: 366 * 1_440 } });
    expect(tooFar.body.errors).toMatchObject([{ pointer: '/repeat/rrule', code: 'no_occurrence' }]);
    expect(await read(series.id)).toMatchObject({ status: 'active', pending: { turn: 1 } });
    await act(series.id, 'cancel');
  });

  it('makes one post after an outage of days, and never two of one occurrence, wherever its worker dies', async () => {
    const series = await start(daily(30 * MINUTE_MS));
    strike = 'after';
    await pass(6 * DAY_MS + 40 * MINUTE_MS);
    await pass(5 * MINUTE_MS);
    expect(strike).toBeUndefined();
    strike = 'before';
    await pass(DAY_MS);
    await pass(5 * MINUTE_MS);
    expect(strike).toBeUndefined();
    expect(await story(series.id)).toEqual(['published: Evergreen.', 'published: Evergreen.', 'scheduled: Evergreen.']);
    const { items } = (await herald.api('GET', `/api/v1/series/${series.id}/occurrences?limit=2`)).body;
    expect(items).toHaveLength(2);
    // Those that the outage passed over are on record.
    expect(items[1]).toMatchObject({ did: 'made', turn: 1, passedOver: 6 });
    await act(series.id, 'cancel');
  });

  it('holds back while the post before it waits, and says so: what waited for an approval does not pile up', async () => {
    const strict = await herald.connect({ requiresApproval: true });
    const series = await start(daily(30 * MINUTE_MS, { platformId: strict }));
    expect(series.warnings).toMatchObject([{ code: 'needs_approval' }]);
    await pass(DAY_MS);
    await pass(12 * MINUTE_MS);
    const waiting = await read(series.id);
    expect(waiting).toMatchObject({ made: 1, skipped: 1, lastSkip: { code: 'previous_waiting' } });
    const [first] = await posts(series.id);
    expect(first.status).toBe('publish_requested');
    await herald.api('POST', `/api/v1/distributions/${first.id}/cancel`);
    await pass(DAY_MS);
    expect(await story(series.id)).toEqual(['cancelled: Evergreen.', 'publish_requested: Evergreen.']);
    expect((await read(series.id)).lastSkip).toBeUndefined();
    await act(series.id, 'cancel');
  });

  it('holds back while the post before it waits for its account, however often it is changed: nothing comes in a burst', async () => {
    const refused = await herald.connect();
    const platformSpecific = { behaviour: { kind: 'fail', error: 'unauthorized', times: 1 } };
    const series = await start(daily(30 * MINUTE_MS, { platformId: refused, platformSpecific }));
    await pass(2 * HOUR_MS);
    const [held] = await posts(series.id);
    expect(held).toMatchObject({ status: 'scheduled', held: 'reconnect' });
    for (const body of ['Second.', 'Third.', 'Fourth.']) {
      const changed = await herald.api('PATCH', `/api/v1/series/${series.id}`, { body, platformSpecific: null });
      expect(changed).toMatchObject({ status: 200, body: { body, pending: { distributionId: held.id } } });
      await pass(DAY_MS);
    }
    expect(await story(series.id)).toEqual(['scheduled: Evergreen.']);
    expect(await read(series.id)).toMatchObject({ made: 1, body: 'Fourth.', pending: { distributionId: held.id } });
    expect((await herald.api('POST', `/api/v1/platforms/${refused}/verify`)).body.works).toBe(true);
    await herald.published(held.id);
    await pass(HOUR_MS);
    await pass(DAY_MS);
    expect((await story(series.id)).slice(0, 2)).toEqual(['published: Evergreen.', 'published: Fourth.']);
    await act(series.id, 'cancel');
  });

  it('needs one word for all its posts where the requester may approve their own', async () => {
    const own = await herald.connect({ requiresApproval: true, allowsOwnApproval: true });
    const series = await start(daily(30 * MINUTE_MS, { platformId: own }));
    await pass(DAY_MS);
    expect(await story(series.id)).toEqual(['published: Evergreen.', 'scheduled: Evergreen.']);
    // Where that is no longer allowed, its word does not reach any further.
    await herald.api('PATCH', `/api/v1/platforms/${own}`, { allowsOwnApproval: false });
    await pass(DAY_MS);
    expect((await story(series.id)).at(-1)).toBe('publish_requested: Evergreen.');
    await act(series.id, 'cancel');
  });

  it('stays its author’s to the approval, though somebody else has changed when it comes', async () => {
    const strict = await herald.connect({ requiresApproval: true });
    const series = await start(daily(DAY_MS, { platformId: strict }));
    const key = (await herald.api('POST', '/api/v1/api-keys', { name: 'Planner', scopes: ['read', 'write'] })).body.key;
    const planner = { authorization: `Bearer ${key}` };
    const timed = await herald.api('PATCH', `/api/v1/series/${series.id}`, { time: '23:15' }, planner);
    const approve = () => herald.api('POST', `/api/v1/distributions/${timed.body.pending.distributionId}/approve`);
    expect((await approve()).body).toMatchObject({ code: 'own_request' });
    // Who writes the text is behind it from then on.
    const path = `/api/v1/series/${series.id}`;
    timed.body = (await herald.api('PATCH', path, { body: 'Rewritten.' }, planner)).body;
    expect(await approve()).toMatchObject({ status: 200, body: { status: 'scheduled' } });
    await act(series.id, 'cancel');
  });

  it('stops for a pause, makes nothing up afterwards, and gives its slot back', async () => {
    platformId = await herald.connect();
    const body = daily(2 * HOUR_MS);
    const slot = { platformId, date: body.date, time: body.time, timezone };
    expect((await herald.api('POST', '/api/v1/calendar/slots', slot)).status).toBe(201);
    const series = await start(body);
    const calendar = `/api/v1/calendar?from=${today()}&to=${today()}&timezone=${timezone}&platformId=${platformId}`;
    const slots = async () =>
      (await herald.api('GET', calendar)).body.days
        .flatMap(({ platforms }: Json) => platforms.flatMap(({ entries }: Json) => entries))
        .flatMap(({ slot: one }: Json) => (one ? [one.distributionId] : []));
    expect(await slots()).toEqual([series.pending.distributionId]);
    expect((await act(series.id, 'pause')).body).toEqual(expect.not.objectContaining({ pending: expect.anything() }));
    expect(await slots()).toEqual([undefined]);
    await pass(3 * DAY_MS);
    expect(await story(series.id)).toEqual(['cancelled: Evergreen.']);
    const resumed = (await act(series.id, 'resume')).body;
    expect(Date.parse(resumed.pending.at)).toBeGreaterThan(Date.now());
    expect(await story(series.id)).toEqual(['cancelled: Evergreen.', 'scheduled: Evergreen.']);
    expect((await act(series.id, 'resume')).body).toMatchObject({ code: 'illegal_move' });
    await act(series.id, 'cancel');
  });

  it('leaves out an occurrence whose slot is locked, or moves it where it may', async () => {
    platformId = await herald.connect();
    const body = daily(30 * MINUTE_MS, { name: 'Locked out' });
    const locked = {
      platformId,
      date: local(Date.now() + DAY_MS).slice(0, 10),
      time: body.time,
      timezone,
      locked: true,
    };
    expect((await herald.api('POST', '/api/v1/calendar/slots', locked)).status).toBe(201);
    const [strict, gentle] = [await start(body), await start({ ...body, body: 'Moves.', onConflict: 'next_free' })];
    await pass(40 * MINUTE_MS);
    const left = await read(strict.id);
    expect(left).toMatchObject({ skipped: 1, lastSkip: { code: 'slot_locked' } });
    expect(left.upcoming[0].at > left.lastSkip.at).toBe(true);
    const range = `from=${local(Date.now()).slice(0, 10)}&to=${local(Date.now() + 3 * DAY_MS).slice(0, 10)}`;
    const { body: plan } = await herald.api(
      'GET',
      `/api/v1/calendar?${range}&timezone=${timezone}&platformId=${platformId}`,
    );
    const ahead = plan.days.flatMap(({ platforms }: Json) => platforms[0].entries);
    const repeats = ahead.filter(({ repeat }: Json) => repeat?.seriesId === strict.id).map(({ at }: Json) => at);
    expect(repeats[0]).toBe(left.upcoming[0].at);
    const { items } = (await herald.api('GET', `/api/v1/series/${strict.id}/occurrences`)).body;
    expect(items[0]).toMatchObject({ did: 'skipped', reason: { code: 'slot_locked', remedy: expect.any(String) } });
    expect((await read(gentle.id)).pending.occurrence.slice(11)).toBe(body.time);
    expect(local(Date.parse((await read(gentle.id)).pending.at)).slice(11)).not.toBe(body.time);
    await pass(DAY_MS);
    expect(await read(strict.id)).toMatchObject({ made: 2, pending: { turn: 1 } });
    // Its first post is refused to whoever is there to hear it.
    const next = { ...daily(2 * HOUR_MS), body: 'At a locked time.' };
    const { date, time } = next;
    const taken = { platformId, date, time, timezone, locked: true };
    expect((await herald.api('POST', '/api/v1/calendar/slots', taken)).status).toBe(201);
    const refused = await herald.api('POST', '/api/v1/series', next);
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'slot_taken', errors: [{ code: 'slot_locked', pointer: '/time' }] },
    });
    expect((await herald.api('GET', '/api/v1/series?limit=1')).body.items[0].id).toBe(gentle.id);
    for (const { id } of [strict, gentle]) await act(id, 'cancel');
  });

  it('repeats a post that is out, from its own time on', async () => {
    platformId = await herald.connect();
    const at = local(Date.now() + 10 * MINUTE_MS);
    const post = { platformId, body: 'First of many.', scheduledFor: at, timezone };
    const { body: first } = await herald.api('POST', '/api/v1/distributions', post);
    await pass(10 * MINUTE_MS);
    // A week apart is far enough, though the first was out seconds after its time.
    const repeat = {
      rrule: 'FREQ=WEEKLY;COUNT=3',
      minGapMinutes: 7 * 1_440,
      variations: [{ body: 'Second of many.' }],
    };
    const series = await start({ distributionId: first.id, repeat });
    expect(series).toMatchObject({ body: 'First of many.', last: { distributionId: first.id }, pending: { turn: 1 } });
    const [next] = await posts(series.id);
    expect(next).toMatchObject({ body: 'Second of many.', seriesId: series.id });
    expect(local(Date.parse(next.scheduledFor)).slice(11)).toBe(at.slice(11));
    const { items } = (await herald.api('GET', `/api/v1/series/${series.id}/occurrences`)).body;
    expect(items).toMatchObject([{ did: 'made', passedOver: 0 }]);
    await act(series.id, 'cancel');
  });

  it('answers a repeated request with the same series, and is not another tenant’s to see', async () => {
    const once = { 'idempotency-key': crypto.randomUUID() };
    const body = daily(HOUR_MS);
    const [one, two] = [
      await herald.api('POST', '/api/v1/series', body, once),
      await herald.api('POST', '/api/v1/series', body, once),
    ];
    expect([one.status, two.status, two.body.id]).toEqual([201, 201, one.body.id]);
    expect(await posts(one.body.id)).toHaveLength(1);
    const { items } = (await herald.api('GET', '/api/v1/series?limit=100')).body;
    expect(items.filter(({ id }: Json) => id === one.body.id)).toHaveLength(1);
    const { apiKey } = await herald.newTenant('Others');
    const others = { authorization: `Bearer ${apiKey}` };
    const path = `/api/v1/series/${one.body.id}`;
    expect((await herald.api('GET', path, undefined, others)).status).toBe(404);
    expect((await herald.api('POST', `${path}/cancel`, undefined, others)).status).toBe(404);
    await act(one.body.id, 'cancel');
  });

  it('is refused with everything that is wrong with any text and with the rule', async () => {
    const bare = await herald.api('POST', '/api/v1/series', { repeat: { rrule: 'FREQ=DAILY;COUNT=3' } });
    expect(bare.body.errors.map(({ pointer }: Json) => pointer).sort()).toEqual(
      ['/body', '/date', '/platformId', '/time', '/timezone'].sort(),
    );
    const endless = await herald.api('POST', '/api/v1/series', daily(HOUR_MS, { repeat: { rrule: 'FREQ=DAILY' } }));
    expect(endless.body.errors).toMatchObject([{ pointer: '/repeat/rrule' }]);
    const long = 'x'.repeat(501);
    const repeat = { rrule: 'FREQ=DAILY;UNTIL=20200101', variations: [{ body: 'Fits.' }, { body: long }] };
    const wrong = await herald.api(
      'POST',
      '/api/v1/series',
      daily(HOUR_MS, { body: long, title: 't'.repeat(1_999), repeat, date: '2019-12-01' }),
    );
    expect(wrong).toMatchObject({ status: 422, body: { code: 'content_invalid' } });
    expect(wrong.body.errors.map(({ pointer, code }: Json) => `${pointer} ${code}`)).toEqual([
      '/title title_too_long',
      '/body text_too_long',
      '/repeat/variations/1/body text_too_long',
      '/repeat/rrule rule_ended',
    ]);
  });
});
