import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { rules as bluesky } from '../../../shared/platforms/bluesky/rules.ts';
import type { PlatformRules } from '../../../shared/platforms/contract/adapter.ts';
import { rules as sandbox } from '../../../shared/platforms/sandbox/rules.ts';
import { rules as wordpress } from '../../../shared/platforms/wordpress/rules.ts';
import { rules as x } from '../../../shared/platforms/x/rules.ts';
import { checkMedia } from '../../../shared/posts/planning/check-media.ts';
import { type HttpDouble, startDouble } from '../../doubles/http-double.ts';
import { startImageServer } from '../../doubles/image-server.ts';

describe('the files of a post, when it is planned', () => {
  let images: HttpDouble;
  beforeAll(async () => {
    images = await startImageServer();
  });
  afterAll(() => images.close());
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    images.requests.length = 0;
  });

  const check = (paths: string[], rules: PlatformRules) => {
    vi.stubEnv('ALLOW_LOOPBACK_ADDRESSES', 'true');
    return checkMedia(
      paths.map((path) => images.url + path),
      rules,
    );
  };

  it.each([
    ['/1.mp4', 'a video', 'Give one of'],
    ['/1.pdf', 'a PDF', 'Give one of'],
    ['/share', 'a page', 'Give the address of the file itself'],
    ['/broken.png', 'no picture', 'Give one of'],
  ])('%s is refused as what it is', async (path, what, remedy) => {
    for (const rules of [bluesky, wordpress, x]) {
      const { problems, warnings } = await check(['/1.png', path], rules);
      expect(problems).toMatchObject([{ field: '/mediaUrls/1', code: 'media_type_not_taken' }]);
      expect(problems[0]!.message).toContain(`Medium 2 is ${what}`);
      expect(problems[0]!.remedy).toContain(remedy);
      expect(warnings).toEqual([]);
    }
  });

  it('are good where the platform takes them, and only their beginnings are read', async () => {
    for (const rules of [bluesky, wordpress, x]) {
      expect(await check(['/a.png', '/b.jpg'], rules)).toEqual({ problems: [], warnings: [] });
    }
    expect(images.requests.map(({ headers }) => headers.range)).toEqual(['bytes=0-32767', 'bytes=0-32767']);
  });

  it('are too large by the limit of their own type', async () => {
    const large = ['/large.png?bytes=5000000'];
    const moving = ['/moving.gif?bytes=5000001'];
    expect((await check(large, x)).problems).toMatchObject([{ code: 'media_too_large', limit: 5_000_000 }]);
    expect((await check(moving, x)).problems).toEqual([]);
    expect((await check(['/moving.gif?bytes=15000000'], x)).problems).toMatchObject([{ code: 'media_too_large' }]);
    expect((await check(large, wordpress)).problems).toEqual([]);
  });

  it('are refused on X where a GIF stands beside another', async () => {
    const { problems } = await check(['/1.gif', '/1.png'], x);
    expect(problems).toMatchObject([{ field: '/mediaUrls/0', code: 'media_not_alone' }]);
    expect((await check(['/1.gif'], x)).problems).toEqual([]);
  });

  it('get a warning where they move and the platform shows them still', async () => {
    const { problems, warnings } = await check(['/moving.gif'], bluesky);
    expect(problems).toEqual([]);
    expect(warnings).toMatchObject([{ code: 'media_stands_still' }]);
    expect((await check(['/1.gif'], bluesky)).warnings).toEqual([]);
    expect((await check(['/moving.gif'], x)).warnings).toEqual([]);
  });

  it('get a warning where they cannot be seen now: they may be there in time', async () => {
    const { problems, warnings } = await check(['/missing.png', '/1.png'], x);
    expect(problems).toEqual([]);
    expect(warnings).toMatchObject([{ code: 'media_not_seen', message: expect.stringContaining('answered 404') }]);
  });

  it('hold a request up for one limited wait, and a silent server is not asked again for a while', async () => {
    const slow = await startDouble(() => ({ status: 200, body: '' }));
    const controller = new AbortController();
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(controller.signal);
    slow.misbehave({ fault: 'hangBefore', times: 9 });
    void slow.nextHang().then(() => controller.abort());
    vi.stubEnv('ALLOW_LOOPBACK_ADDRESSES', 'true');
    const { problems, warnings } = await checkMedia([`${slow.url}/1.png`], x);
    expect(problems).toEqual([]);
    expect(warnings).toMatchObject([{ code: 'media_not_seen', message: expect.stringContaining('in time') }]);
    expect(timeout).toHaveBeenCalledWith(3_000);
    expect(await checkMedia([`${slow.url}/2.png`], x)).toMatchObject({ problems: [], warnings: [{}] });
    expect(slow.requests).toHaveLength(1);
    await slow.close();
  });

  it('are asked for nowhere without addresses, where nobody fetches them, and where the policy forbids it', async () => {
    expect(await check([], x)).toEqual({ problems: [], warnings: [] });
    expect(await check(['/1.mp4'], sandbox)).toEqual({ problems: [], warnings: [] });
    vi.stubEnv('ALLOW_LOOPBACK_ADDRESSES', 'false');
    const { problems } = await checkMedia([`${images.url.replace('http:', 'https:')}/secret.png`], x);
    expect(problems).toMatchObject([{ field: '/mediaUrls/0', code: 'media_address_refused' }]);
    expect(images.requests).toEqual([]);
  });
});
