import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startXServer, type XDouble } from '../doubles/x-server.ts';
import { type Herald, startHerald } from '../support/herald.ts';
import { connectX } from '../support/practice-account.ts';

describe('a post whose outcome nobody knows', () => {
  let herald: Herald;
  let x: XDouble;
  let platformId: string;

  beforeAll(async () => {
    [herald, x] = await Promise.all([startHerald(), startXServer()]);
    platformId = await connectX(herald, x);
  });
  afterAll(() => Promise.all([herald?.close(), x?.close()]));

  const publish = async (body: string): Promise<string> => {
    const made = await herald.api('POST', '/api/v1/distributions', { platformId, body });
    await herald.api('POST', `/api/v1/distributions/${made.body.id}/publish`);
    return made.body.id;
  };
  const standing = (text: string) => x.posts.filter((post) => post.text === text).length;
  const isTimeline = ({ url, method }: { url: URL; method: string }) =>
    method === 'GET' && url.pathname.endsWith('/tweets');
  /** The answer to a publish call is lost before it takes effect, and X cannot be asked for a day. */
  const loseForADay = async (text: string): Promise<string> => {
    x.misbehave({ fault: 'resetBefore', on: x.isPublish });
    x.misbehave({ fault: { status: 503, body: {} }, on: isTimeline, times: 100 });
    const id = await publish(text);
    await herald.reaches(id, 'unknown');
    for (const hours of [0.01, 0.02, 0.1, 0.5, 1, 3, 8, 24, 2]) await herald.cloud.advance(hours * 3_600_000);
    await herald.reaches(id, 'unknown', ({ lookAt }) => lookAt === undefined);
    x.misbehave({ fault: { status: 503, body: {} }, times: 0 });
    return id;
  };

  it('is not believed to be absent before the platform had time to show it, and then goes out once', async () => {
    x.misbehave({ fault: { status: 503, body: {} }, on: x.isPublish });
    const id = await publish('Nothing there yet.');
    await herald.reaches(id, 'unknown');
    await herald.cloud.advance(5_000);
    expect((await herald.reaches(id, 'unknown')).attempts).toHaveLength(1);
    expect(standing('Nothing there yet.')).toBe(0);
    await herald.cloud.advance(70_000);
    await herald.reaches(id, 'published');
    expect(standing('Nothing there yet.')).toBe(1);
    expect(await herald.story(id)).toContain('DISTRIBUTION_RETRY_SCHEDULED');
  });

  it('stays unknown after the last look, says so once, and is published by what a person says', async () => {
    const id = await loseForADay('Nobody could tell.');
    expect((await herald.story(id)).filter((type: string) => type === 'DISTRIBUTION_UNRESOLVED')).toHaveLength(1);
    const nothing = await herald.api('POST', `/api/v1/distributions/${id}/resolve`, { outcome: 'published' });
    expect(nothing).toMatchObject({ status: 400, body: { errors: [{ pointer: '/externalId' }] } });
    const said = await herald.api('POST', `/api/v1/distributions/${id}/resolve`, {
      outcome: 'published',
      externalId: '12345',
    });
    expect(said).toMatchObject({ status: 200, body: { status: 'published', externalId: '12345' } });
    const again = await herald.api('POST', `/api/v1/distributions/${id}/resolve`, { outcome: 'absent' });
    expect(again).toMatchObject({ status: 409, body: { code: 'illegal_move' } });
    expect(standing('Nobody could tell.')).toBe(0);
  });

  it('goes out again, once, where a person says that it is not there', async () => {
    const id = await loseForADay('Said to be absent.');
    const said = await herald.api('POST', `/api/v1/distributions/${id}/resolve`, { outcome: 'absent' });
    expect(said.status).toBe(200);
    await herald.reaches(id, 'published');
    expect(standing('Said to be absent.')).toBe(1);
  });
});
