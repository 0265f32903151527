import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Herald, type Json, startHerald } from '../support/herald.ts';

const HOUR_MS = 3_600_000;

describe('a platform that needs an approval', () => {
  let herald: Herald;
  let platformId: string;
  /** Writes and publishes, and may not approve. */
  let writer: string;
  /** May do everything but set up platforms and keys. */
  let chief: string;
  let deputy: string;

  beforeAll(async () => {
    herald = await startHerald();
    platformId = await herald.connect({ requiresApproval: true });
    const all = ['read', 'write', 'publish', 'approve'];
    [writer, chief, deputy] = [await newKey(all.slice(0, 3)), await newKey(all), await newKey(all)];
  });
  afterAll(() => herald?.close());

  const newKey = async (scopes: string[]): Promise<string> =>
    (await herald.api('POST', '/api/v1/api-keys', { name: scopes.join(), scopes })).body.key;
  const principal = (key: string) => `key:${key.split('_')[1]}`;
  const as = (key: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    herald.api(method, path, body, { authorization: `Bearer ${key}`, ...headers });
  const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
  const ask = async (body: string, more: object = { scheduledFor: inMs(HOUR_MS) }, key = writer): Promise<Json> => {
    const answer = await as(key, 'POST', '/api/v1/distributions', { platformId, body, ...more });
    expect(answer.status).toBe(201);
    return answer.body;
  };
  const one = async (id: string): Promise<Json> => (await herald.api('GET', `/api/v1/distributions/${id}`)).body;
  const on = (key: string, id: string, action: string, body?: unknown) =>
    as(key, 'POST', `/api/v1/distributions/${id}/${action}`, body);
  const lastEvent = async (id: string): Promise<Json> =>
    (await herald.api('GET', `/api/v1/distributions/${id}/events`)).body.items.at(-1);
  const codes = ({ body }: Answer) => body.warnings.map(({ code }: Json) => code);

  it('lets nothing out at its due time that nobody has approved, on whatever way it was asked for', async () => {
    const asked = await ask('Nobody said yes.');
    expect(asked).toMatchObject({ status: 'publish_requested', requestedBy: principal(writer) });
    expect(asked.warnings).toEqual([expect.objectContaining({ code: 'needs_approval' })]);

    const draft = await ask('A draft, timed later.', {});
    const timed = await as(writer, 'PATCH', `/api/v1/distributions/${draft.id}`, { scheduledFor: asked.scheduledFor });
    expect(timed.body).toMatchObject({ status: 'publish_requested', scheduledFor: asked.scheduledFor });
    expect(codes(timed)).toEqual(['needs_approval']);

    const now = await ask('A draft, wanted now.', {});
    const wanted = await on(writer, now.id, 'publish');
    expect(wanted).toMatchObject({ status: 202, body: { status: 'publish_requested' } });
    expect(codes(wanted)).toEqual(['needs_approval']);

    const own = await ask('Asked by one who may approve others.', undefined, chief);
    const cancelled = await ask('Cancelled and timed again.');
    await on(writer, cancelled.id, 'cancel');
    const again = await as(writer, 'PATCH', `/api/v1/distributions/${cancelled.id}`, { scheduledFor: inMs(HOUR_MS) });
    expect(again.body.status).toBe('publish_requested');

    await herald.cloud.advance(2 * HOUR_MS);
    await herald.cloud.advance(HOUR_MS);
    for (const { id, excerpt } of [asked, draft, now, own, cancelled]) {
      expect(await one(id)).toMatchObject({ status: 'publish_requested', attemptCount: 0 });
      expect(await herald.onSandbox(excerpt)).toEqual([]);
    }
    const list = await as(writer, 'GET', `/api/v1/distributions?status=publish_requested&platformId=${platformId}`);
    const waiting = new Map(list.body.items.map((item: Json) => [item.id, item.requestedBy]));
    expect(waiting.get(asked.id)).toBe(principal(writer));
    expect(waiting.get(own.id)).toBe(principal(chief));
  });

  it('publishes on its time what was approved, once, and tells who asked and who said yes', async () => {
    const { id, scheduledFor, version } = await ask('Approved in time.', {
      scheduledFor: inMs(HOUR_MS).slice(0, 19),
      timezone: 'UTC',
    });
    const answer = await on(chief, id, 'approve', { version });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      status: 'scheduled',
      scheduledFor,
      localTime: scheduledFor.slice(0, 19),
      approvedBy: principal(chief),
    });
    expect(await lastEvent(id)).toMatchObject({
      type: 'DISTRIBUTION_APPROVED',
      actor: principal(chief),
      data: { requestedBy: principal(writer), scheduledFor },
    });
    await herald.cloud.idle();
    await herald.cloud.advance(Date.parse(scheduledFor) - Date.now() - 600_000);
    expect((await one(id)).status).toBe('scheduled');
    await herald.cloud.advance(598_000);
    const post = await herald.published(id);
    expect(Date.parse(post.publishedAt)).toBeGreaterThanOrEqual(Date.parse(scheduledFor));
    expect(await herald.onSandbox('Approved in time.')).toHaveLength(1);
  });

  it('takes the approver’s own time, and the word of a publisher with the scope as "now"', async () => {
    const moved = await ask('At another time.');
    const scheduledFor = inMs(2 * HOUR_MS);
    expect((await on(chief, moved.id, 'approve', { scheduledFor })).body).toMatchObject({
      status: 'scheduled',
      scheduledFor,
    });
    const now = await ask('Now, says the chief.');
    expect((await on(writer, now.id, 'publish')).body).toMatchObject({ code: 'missing_scope' });
    expect((await on(chief, now.id, 'publish')).status).toBe(202);
    await herald.published(now.id);
    expect((await lastEvent(now.id)).actor).not.toBe(principal(writer));
  });

  it('publishes at once, when it is approved, what was asked for without a time', async () => {
    const { id } = await ask('As soon as somebody says yes.', {});
    expect((await on(writer, id, 'publish')).body.scheduledFor).toBeUndefined();
    expect((await on(chief, id, 'approve')).status).toBe(200);
    await herald.published(id);
  });

  it('does not guess what is meant where the time has passed', async () => {
    const { id, scheduledFor } = await ask('Too late for its time.');
    await herald.cloud.advance(2 * HOUR_MS);
    const refused = await on(chief, id, 'approve');
    expect(refused).toMatchObject({ status: 409, body: { code: 'time_passed', scheduledFor } });
    expect((await one(id)).status).toBe('publish_requested');
    expect((await on(chief, id, 'approve', { scheduledFor })).body.errors).toMatchObject([{ code: 'time_in_past' }]);
    expect((await on(chief, id, 'approve', { now: true, scheduledFor: inMs(HOUR_MS) })).status).toBe(400);
    expect((await on(chief, id, 'approve', { now: true })).status).toBe(200);
    await herald.published(id);
  });

  it('approves what the approver has read, not what was written since', async () => {
    const { id, version } = await ask('What was read.');
    await as(writer, 'PATCH', `/api/v1/distributions/${id}`, { body: 'What was written since.' });
    const answer = await on(chief, id, 'approve', { version });
    expect(answer).toMatchObject({ status: 409, body: { code: 'conflict', currentVersion: version + 1 } });
  });

  it('sends back what is rejected as a draft with the reason, until it is asked for again', async () => {
    const { id, scheduledFor } = await ask('Not like this.');
    expect((await on(chief, id, 'reject', {})).status).toBe(400);
    const answer = await on(chief, id, 'reject', { reason: 'The price is wrong.' });
    expect(answer.status).toBe(200);
    const rejection = { reason: 'The price is wrong.', by: principal(chief), at: expect.any(String) };
    expect(await one(id)).toMatchObject({ status: 'draft', rejection });
    expect(await lastEvent(id)).toMatchObject({
      type: 'DISTRIBUTION_REJECTED',
      actor: principal(chief),
      data: { reason: 'The price is wrong.', scheduledFor, requestedBy: principal(writer) },
    });
    const drafts = (await herald.api('GET', `/api/v1/distributions?status=draft&platformId=${platformId}`)).body.items;
    expect(drafts.find((item: Json) => item.id === id)).toMatchObject({ rejection });
    // Its text is free for another post.
    await on(writer, (await ask('Not like this.')).id, 'cancel');

    const mended = await as(writer, 'PATCH', `/api/v1/distributions/${id}`, {
      body: 'Like this.',
      scheduledFor: inMs(HOUR_MS),
    });
    expect(mended.body).toMatchObject({ status: 'publish_requested' });
    expect(mended.body.rejection).toBeUndefined();
    expect((await on(chief, id, 'reject', { reason: 'Still not.' })).status).toBe(200);
    expect((await on(chief, id, 'approve')).body).toMatchObject({ code: 'illegal_move', currentStatus: 'draft' });
  });

  it('does not let the requester approve, nor whoever wrote the text last', async () => {
    const own = await ask('My own.', undefined, chief);
    for (const action of ['approve', 'publish']) {
      expect(await on(chief, own.id, action)).toMatchObject({ status: 403, body: { code: 'own_request' } });
    }
    expect((await on(deputy, own.id, 'approve')).status).toBe(200);

    const theirs = await ask('Written by the writer.');
    await as(chief, 'PATCH', `/api/v1/distributions/${theirs.id}`, { body: 'Rewritten by the chief.' });
    expect((await on(chief, theirs.id, 'approve')).body).toMatchObject({ code: 'own_request' });
    expect((await on(deputy, theirs.id, 'approve')).status).toBe(200);
  });

  it('goes out by the requester’s own word where the platform allows that, and the requester may approve', async () => {
    const relaxed = await herald.connect({ requiresApproval: true, allowsOwnApproval: true });
    const direct = await ask('By my own word.', { platformId: relaxed, scheduledFor: inMs(HOUR_MS) }, chief);
    expect(direct).toMatchObject({ status: 'scheduled', approvedBy: principal(chief), warnings: [] });
    const asked = await ask('Asked first.', { platformId: relaxed, status: 'publish_requested' }, chief);
    expect((await on(chief, asked.id, 'approve')).status).toBe(200);
    await herald.published(asked.id);
    const waits = await ask('Still asks.', { platformId: relaxed, scheduledFor: inMs(HOUR_MS) });
    expect(waits.status).toBe('publish_requested');
  });

  it('asks again after the text or the time of an approved post changed, and not for what nobody sees', async () => {
    const approved = async (text: string): Promise<Json> => {
      const { id } = await ask(text);
      return (await on(chief, id, 'approve')).body;
    };
    const edited = await approved('Harmless.');
    const path = (id: string) => `/api/v1/distributions/${id}`;
    const quiet = await as(writer, 'PATCH', path(edited.id), {
      businessUnit: 'Sales',
      scheduledFor: edited.scheduledFor,
    });
    expect(quiet.body).toMatchObject({ status: 'scheduled', approvedBy: principal(chief), warnings: [] });
    await herald.cloud.idle();
    const answer = await as(writer, 'PATCH', path(edited.id), { body: 'Not so harmless.' });
    expect(answer.body).toMatchObject({ status: 'publish_requested', scheduledFor: edited.scheduledFor });
    expect(answer.body.approvedBy).toBeUndefined();
    expect(codes(answer)).toEqual(['needs_approval']);

    const moved = await approved('Moved.');
    const later = await as(writer, 'PATCH', path(moved.id), { scheduledFor: inMs(1.5 * HOUR_MS) });
    expect(later.body.status).toBe('publish_requested');
    // The approver’s new time for somebody else’s post is an approval of it.
    const byChief = await approved('Moved by the chief.');
    const word = await as(chief, 'PATCH', path(byChief.id), { scheduledFor: inMs(1.5 * HOUR_MS) });
    expect(word.body).toMatchObject({ status: 'scheduled', warnings: [] });

    await herald.cloud.advance(3 * HOUR_MS);
    await herald.published(byChief.id);
    for (const text of ['Harmless.', 'Not so harmless.', 'Moved.']) expect(await herald.onSandbox(text)).toEqual([]);
    expect((await on(chief, edited.id, 'approve', { now: true })).status).toBe(200);
    await herald.published(edited.id);
    expect(await herald.onSandbox('Not so harmless.')).toHaveLength(1);
  });

  it('asks again before a failed post is retried', async () => {
    const behaviour = { kind: 'fail', error: 'rejected', times: 1 };
    const { id } = await ask('Fails at first.', { scheduledFor: inMs(3_000), platformSpecific: { behaviour } });
    await on(chief, id, 'approve');
    await herald.until(`/api/v1/distributions/${id}`, ({ status }) => status === 'failed', 'Failing');
    const retried = await on(writer, id, 'retry');
    expect(retried).toMatchObject({ status: 202, body: { status: 'publish_requested' } });
    expect(codes(retried)).toEqual(['needs_approval']);
    expect((await on(chief, id, 'approve')).status).toBe(200);
    await herald.published(id);
  });

  it('carries on without asking again while an approved post is tried again by itself', async () => {
    const behaviour = { kind: 'rateLimit', retryAfterSeconds: 60, times: 1 };
    const { id } = await ask('Has to wait.', { scheduledFor: inMs(3_000), platformSpecific: { behaviour } });
    await on(chief, id, 'approve');
    await herald.until(`/api/v1/distributions/${id}`, ({ waitCount }) => waitCount === 1, 'Waiting');
    await herald.cloud.advance(70_000);
    expect((await herald.published(id)).approvedBy).toBe(principal(chief));
  });

  it('approves what asks because it was late, on any platform', async () => {
    const free = await herald.connect({});
    const late = { platformId: free, latePolicy: 'ask', lateAfterMinutes: 5 };
    const { id, scheduledFor } = await ask('Late.', { ...late, scheduledFor: inMs(HOUR_MS) }, chief);
    await herald.cloud.idle();
    await herald.cloud.advance(HOUR_MS + 20 * 60_000);
    await herald.until(`/api/v1/distributions/${id}`, ({ status }) => status === 'publish_requested', 'Asking');
    expect((await on(chief, id, 'approve')).body).toMatchObject({ code: 'time_passed', scheduledFor });
    expect((await on(chief, id, 'approve', { now: true })).status).toBe(200);
    await herald.published(id);
  });

  it('approves many, each by itself: what cannot be approved stands in nobody’s way, and a repeat does nothing', async () => {
    const good = await ask('Bulk, good.');
    const own = await ask('Bulk, own.', undefined, chief);
    const draft = await ask('Bulk, a draft.', {});
    const unknown = '00000000-0000-7000-8000-000000000000';
    const ids = [draft.id, own.id, good.id, unknown, good.id];
    const bulk = (body: object, key = chief) =>
      as(key, 'POST', '/api/v1/distributions/approve', body, { 'idempotency-key': 'bulk-1' });
    expect((await bulk({ ids }, writer)).body).toMatchObject({ code: 'missing_scope', requiredScope: 'approve' });
    const answer = await bulk({ ids });
    expect(answer.status).toBe(200);
    expect(answer.body.items).toMatchObject([
      { id: draft.id, approved: false, problem: { code: 'illegal_move', status: 409, remedy: expect.any(String) } },
      { id: own.id, approved: false, problem: { code: 'own_request', status: 403 } },
      { id: good.id, approved: true, distribution: { status: 'scheduled', scheduledFor: good.scheduledFor } },
      { id: unknown, approved: false, problem: { code: 'not_found', status: 404 } },
    ]);
    // Asked for again in between: the repeat is still the answer to the first request, not a new approval.
    await as(writer, 'PATCH', `/api/v1/distributions/${good.id}`, { body: 'Bulk, changed.' });
    expect((await bulk({ ids })).body.items[2]).toMatchObject({ id: good.id, approved: true });
    expect(await bulk({ ids: ids.toReversed() })).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
    expect((await one(good.id)).status).toBe('publish_requested');

    const tooMany = Array.from({ length: 51 }, () => unknown);
    expect((await as(chief, 'POST', '/api/v1/distributions/approve', { ids: tooMany })).status).toBe(400);
  });

  it('lets go at once, of many, what is late, where the approver says so', async () => {
    const late = await ask('Bulk, late.');
    await herald.cloud.advance(2 * HOUR_MS);
    const early = await ask('Bulk, early.');
    const bulk = (body: object) => as(chief, 'POST', '/api/v1/distributions/approve', body);
    expect((await bulk({ ids: [late.id] })).body.items).toMatchObject([{ problem: { code: 'time_passed' } }]);
    const { items } = (await bulk({ ids: [late.id, early.id], lateNow: true })).body;
    expect(items).toMatchObject([
      { approved: true },
      { approved: true, distribution: { scheduledFor: early.scheduledFor } },
    ]);
    await herald.published(late.id);
    expect((await one(early.id)).status).toBe('scheduled');
  });

  it('names the scope to a key that may not approve or reject', async () => {
    const { id } = await ask('No scope.');
    for (const [action, body] of [
      ['approve', {}],
      ['reject', { reason: 'No.' }],
    ] as const) {
      const answer = await on(writer, id, action, body);
      expect(answer).toMatchObject({ status: 403, body: { code: 'missing_scope', requiredScope: 'approve' } });
    }
  });

  it('wins over neither a cancel nor another approval at the same moment: one of them stands', async () => {
    const { id } = await ask('At the same moment.');
    const answers = await Promise.all([
      on(chief, id, 'approve'),
      on(deputy, id, 'approve'),
      on(deputy, id, 'reject', { reason: 'No.' }),
      on(writer, id, 'cancel'),
    ]);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    const events = (await herald.api('GET', `/api/v1/distributions/${id}/events`)).body.items;
    const moves = events.slice(1).map(({ data }: Json) => [data.from, data.to]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(moves.length);
    // Each move starts where the one before it ended.
    expect(moves.map(([from]: string[]) => from)).toEqual([
      'publish_requested',
      ...moves.slice(0, -1).map(([, to]: string[]) => to),
    ]);
  });
});
