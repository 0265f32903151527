import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Herald, type Json, startHerald } from '../support/herald.ts';

describe('a platform with a window for planned times', () => {
  let herald: Herald;
  let platformId: string;

  beforeAll(async () => {
    herald = await startHerald();
    const window = { kind: 'sandbox', name: 'Window', minLeadMinutes: 5, maxLeadDays: 30 };
    platformId = (await herald.api('POST', '/api/v1/platforms', window)).body.id;
  });
  afterAll(() => herald?.close());

  const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  const create = (minutes: number | undefined, body: string) =>
    herald.api('POST', '/api/v1/distributions', {
      platformId,
      body,
      ...(minutes !== undefined && { scheduledFor: inMinutes(minutes) }),
    });

  it('refuses what is nearer or further, when it is made, moved or tried out', async () => {
    const soon = { pointer: '/scheduledFor', code: 'too_soon', limit: 5, actual: 3, remedy: expect.any(String) };
    const far = { pointer: '/scheduledFor', code: 'too_far', limit: 30, actual: 31 };
    expect(await create(4, 'Soon.')).toMatchObject({ status: 422, body: { errors: [soon] } });
    expect(await create(30 * 1_440 + 5, 'Far.')).toMatchObject({ status: 422, body: { errors: [far] } });
    const { status, body } = await create(10, 'Within.');
    expect(status).toBe(201);
    const path = `/api/v1/distributions/${body.id}`;
    const moved = await herald.api('PATCH', path, { scheduledFor: inMinutes(4) });
    expect(moved).toMatchObject({ status: 422, body: { errors: [soon] } });
    // Its own time has come nearer than that: a change of something else is none of the window’s.
    await herald.cloud.advance(8 * 60_000);
    const same = await herald.api('PATCH', path, { businessUnit: 'Sales', scheduledFor: body.scheduledFor });
    expect(same.status).toBe(200);
    const dry = { platformId, body: 'Dry.', scheduledFor: inMinutes(1) };
    const tried = await herald.api('POST', '/api/v1/distributions/validate', dry);
    expect(tried.body).toMatchObject({ valid: false, problems: [{ code: 'too_soon' }] });
    const shapeless = await herald.api('POST', '/api/v1/distributions', { ...dry, titel: 'x' });
    expect(shapeless.body.errors.map(({ code }: Json) => code)).toEqual(['unknown_field', 'too_soon']);
  });

  it('lets publishing at once through: it is another decision', async () => {
    const { id } = (await create(undefined, 'Now.')).body;
    expect((await herald.api('POST', `/api/v1/distributions/${id}/publish`)).status).toBe(202);
    await herald.published(id);
  });

  it('cannot be set so that no time fits, and can be taken away', async () => {
    const path = `/api/v1/platforms/${platformId}`;
    const closed = await herald.api('PATCH', path, { minLeadMinutes: 43_200 });
    expect(closed).toMatchObject({ status: 400, body: { errors: [{ code: 'window_closed' }] } });
    const open = await herald.api('PATCH', path, { minLeadMinutes: null, maxLeadDays: null });
    expect(open.status).toBe(200);
    expect((await create(1, 'Soon enough.')).status).toBe(201);
  });
});
