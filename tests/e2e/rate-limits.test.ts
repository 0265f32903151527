import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Herald, startHerald } from '../support/herald.ts';
import { runAdmin } from '../support/operator.ts';

describe('requests over their limit', () => {
  let herald: Herald;
  beforeAll(async () => {
    herald = await startHerald();
  });
  afterAll(() => herald?.close());

  it('answer 429 with the time to wait, while other keys and tenants go on; then go through again', async () => {
    const busy = await herald.newTenant('Busy');
    const as = (key: string) => ({ authorization: `Bearer ${key}` });
    await runAdmin(
      herald,
      'set-limit',
      '--tenant',
      busy.tenantId,
      '--name',
      'requestsPerMinuteAndKey',
      '--value',
      '60',
    );
    const list = (key: string) => herald.api('GET', '/api/v1/platforms', undefined, as(key));
    const first = await list(busy.apiKey);
    expect(first.headers.get('ratelimit-policy')).toBe('"key";q=60;w=60, "tenant";q=12000;w=60');
    expect(first.headers.get('ratelimit')).toMatch(/^"key";r=59;t=\d+, "tenant";r=\d+;t=\d+$/);

    // An export costs twenty permits, so four of them are more than a minute's.
    const exports = [];
    for (let turn = 0; turn < 4; turn += 1) {
      exports.push(await herald.api('GET', '/api/v1/exports/distributions?format=csv', undefined, as(busy.apiKey)));
    }
    const refused = exports.at(-1)!;
    expect(refused.status).toBe(429);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(refused.body).toMatchObject({ code: 'rate_limited', setting: 'requestsPerMinuteAndKey', limit: 60 });
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(21);
    expect((await list(herald.apiKey)).status).toBe(200);

    herald.cloud.clock.advance(wait * 1_000);
    const again = await herald.api('GET', '/api/v1/exports/distributions?format=csv', undefined, as(busy.apiKey));
    expect(again.status).toBe(200);
  });
});
