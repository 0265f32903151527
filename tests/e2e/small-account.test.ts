import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createHeraldApp } from '../../infra/stacks/herald-app.ts';
import { type Herald, type Json, startHerald } from '../support/herald.ts';

// A new AWS account often has 10 concurrent executions for everything.

const POSTS = 40;
/** Of the local clock, which the test moves on in steps of some seconds: throttled events and messages wait for their next try. */
const MAX_LATE_MS = 120_000;

let herald: Herald;
let directory: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'herald-small-'));
  // What npm run deploy gives to such an account: nothing set apart, and few messages at once.
  createHeraldApp({ outdir: directory, context: { accountConcurrency: 10 } }, { isUnchecked: true }).synth();
  vi.stubEnv('HERALD_TEMPLATE', directory);
  herald = await startHerald({ behaviour: { concurrentExecutions: 10 } });
}, 180_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await herald?.close();
  rmSync(directory, { recursive: true, force: true });
});

it('publishes all posts of one moment once, and none later than two minutes', async () => {
  const { body: platform } = await herald.api('POST', '/api/v1/platforms', { kind: 'sandbox', name: 'Small' });
  const due = Date.now() + 20 * 60_000;
  const ids: string[] = [];
  for (let n = 0; n < POSTS; n += 1) {
    const { status, body } = await herald.api('POST', '/api/v1/distributions', {
      platformId: platform.id,
      body: `Post ${n} of a small account`,
      scheduledFor: new Date(due).toISOString(),
    });
    expect(status).toBe(201);
    ids.push(body.id);
  }
  await herald.cloud.idle();
  await herald.cloud.advance(due - Date.now() - 121_000);
  const records = () => Promise.all(ids.map(readPost));
  for (let seconds = 0; seconds < 600; seconds += 5) {
    await herald.cloud.advance(5_000);
    if (herald.cloud.clock.now() > due && (await records()).every(({ status }) => status === 'published')) break;
  }
  const late = (await records()).map(({ status, lateByMs }) => ({ status, isLate: lateByMs > MAX_LATE_MS }));
  expect(late).toEqual(ids.map(() => ({ status: 'published', isLate: false })));
  const attempts = (await records()).map((record) => record.attempts.length);
  expect(attempts).toEqual(ids.map(() => 1));
  expect(herald.cloud.metrics().Throttles).toBeGreaterThan(0);
});

/** As a careful client does, which the gateway answers 500 or 503 while the account is busy. */
async function readPost(id: string): Promise<Json> {
  for (let tries = 1; tries <= 20; tries += 1) {
    const headers = { authorization: `Bearer ${herald.apiKey}` };
    const response = await fetch(`${herald.cloud.url}/api/v1/distributions/${id}`, { headers });
    if (response.status === 200) return response.json();
    await response.body?.cancel();
    await herald.cloud.idle();
  }
  throw new Error(`The post ${id} could not be read in 20 tries.`);
}
