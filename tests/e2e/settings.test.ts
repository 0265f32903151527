import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Herald, startHerald } from '../support/herald.ts';
import { runAdmin } from '../support/operator.ts';

const feed = (platformId: string, name: string) => ({
  url: `https://feeds.example.com/${name}`,
  platformIds: [platformId],
  mode: 'draft',
});

describe('limits over HTTP', () => {
  let herald: Herald;
  let platformId: string;

  beforeAll(async () => {
    herald = await startHerald();
    platformId = await herald.connect();
  });
  afterAll(() => herald?.close());

  const settings = async () => {
    const { items } = (await herald.api('GET', '/api/v1/settings')).body;
    return Object.fromEntries(items.map((one: { name: string }) => [one.name, one]));
  };
  const follow = (name: string) => herald.api('POST', '/api/v1/feeds', feed(platformId, name));

  it('answer 409 with their name, value and what to do, until an operator raises them', async () => {
    const { code, output } = await runAdmin(
      herald,
      'set-limit',
      '--tenant',
      herald.tenantId,
      '--name',
      'feeds',
      '--value',
      '1',
    );
    expect([code, output]).toEqual([0, expect.stringContaining('100 before, 1 from now on')]);
    expect((await settings()).feeds).toMatchObject({ value: 1, maximum: 1, raisedBy: 'operator' });
    expect((await follow('one')).status).toBe(201);
    const refused = await follow('two');
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      code: 'limit_reached',
      type: '/api/v1/docs/errors/limit_reached',
      setting: 'feeds',
      limit: 1,
      remedy: expect.stringContaining('set-limit'),
    });
    await runAdmin(herald, 'set-limit', '--tenant', herald.tenantId, '--name', 'feeds', '--value', '2');
    herald.cloud.clock.advance(10_001);
    expect((await follow('two')).status).toBe(201);
  });

  it('are changed by an admin key alone, and not above their maximum', async () => {
    const writer = (await herald.api('POST', '/api/v1/api-keys', { name: 'Writer', scopes: ['read', 'write'] })).body
      .key;
    const asWriter = { authorization: `Bearer ${writer}` };
    expect((await herald.api('GET', '/api/v1/settings', undefined, asWriter)).status).toBe(200);
    expect((await herald.api('PATCH', '/api/v1/settings', { series: 1 }, asWriter)).status).toBe(403);
    const tooMuch = await herald.api('PATCH', '/api/v1/settings', { series: 201, pace: 1 });
    expect(tooMuch).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    const changed = await herald.api('PATCH', '/api/v1/settings', { series: 1 });
    expect(changed.body.items.find((one: { name: string }) => one.name === 'series')).toMatchObject({
      value: 1,
      isOwn: true,
    });
    const { items } = (await herald.api('GET', '/api/v1/events')).body;
    expect(items[0]).toMatchObject({
      type: 'SETTINGS_CHANGED',
      data: { changes: [{ name: 'series', from: 200, to: 1 }] },
    });
  });

  it('of a tenant that does not exist, or that no one has, are refused in a sentence', async () => {
    const set = (tenant: string, name: string, value: string) =>
      runAdmin(herald, 'set-limit', '--tenant', tenant, '--name', name, '--value', value);
    expect((await set('nobody', 'feeds', '1')).output).toContain('There is no tenant "nobody".');
    expect((await set(herald.tenantId, 'fedes', '1')).output).toContain('There is no limit "fedes".');
    expect((await set(herald.tenantId, 'feeds', 'many')).code).toBe(2);
  });
});
