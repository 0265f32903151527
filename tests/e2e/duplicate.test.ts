import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DoubleRequest } from '../doubles/http-double.ts';
import { startXServer, type XDouble } from '../doubles/x-server.ts';
import { type Herald, startHerald } from '../support/herald.ts';

const isTimeline = ({ url, method }: DoubleRequest) => method === 'GET' && url.pathname.endsWith('/tweets');

describe('a platform that shows a post late and refuses its repetition', () => {
  let herald: Herald;
  let x: XDouble;
  beforeAll(async () => {
    [herald, x] = await Promise.all([startHerald(), startXServer()]);
  });
  afterAll(() => Promise.all([herald?.close(), x?.close()]));

  it('is not told to have failed: the refusal says that the first try went out', async () => {
    const platform = { kind: 'x', name: 'X', publishConfig: { apiUrl: x.url }, credentials: x.keys };
    const platformId = (await herald.api('POST', '/api/v1/platforms', platform)).body.id;
    x.misbehave({ fault: 'resetAfter', on: x.isPublish });
    // The timeline is five minutes behind.
    const behind = Date.now() + 300_000;
    const empty = { status: 200, body: { meta: { result_count: 0 } } };
    x.letChoose((request) => (isTimeline(request) && Date.now() < behind ? empty : undefined));
    const made = await herald.api('POST', '/api/v1/distributions', { platformId, body: 'It stands.' });
    await herald.api('POST', `/api/v1/distributions/${made.body.id}/publish`);
    await herald.until(`/api/v1/distributions/${made.body.id}`, ({ status }) => status === 'unknown', 'Losing track');
    for (let step = 0; step < 40; step += 1) await herald.cloud.advance(30_000);
    expect(x.posts).toEqual([{ text: 'It stands.' }]);
    expect((await herald.api('GET', `/api/v1/distributions/${made.body.id}`)).body.status).not.toBe('failed');
  });

  it('is not told as published by us where a person posted the same text by hand, and the error names that post', async () => {
    const platform = { kind: 'x', name: 'X', publishConfig: { apiUrl: x.url }, credentials: x.keys };
    const platformId = (await herald.api('POST', '/api/v1/platforms', platform)).body.id;
    const made = await herald.api('POST', '/api/v1/distributions', { platformId, body: 'By hand.' });
    const byHand = x.addPost('By hand.', Date.now());
    await herald.api('POST', `/api/v1/distributions/${made.body.id}/publish`);
    const path = `/api/v1/distributions/${made.body.id}`;
    const failed = await herald.until(path, ({ status }) => ['failed', 'published'].includes(status), 'Its end');
    expect(failed).toMatchObject({ status: 'failed', error: { class: 'DUPLICATE', existingId: byHand } });
    expect(failed.error.remedy).toContain(`/status/${byHand}`);
  });
});
