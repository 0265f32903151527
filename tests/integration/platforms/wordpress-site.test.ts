import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { wordpress } from '../../../shared/platforms/wordpress/adapter.ts';
import { type HttpDouble, startDouble } from '../../doubles/http-double.ts';
import { startImageServer } from '../../doubles/image-server.ts';
import { platformContext } from '../../doubles/platform-context.ts';
import { startWordpressServer, type WordpressDouble } from '../../doubles/wordpress-server.ts';
import { expectFailure, publish } from './contract.ts';

const body = 'An article about nothing in particular, which goes on for a while. '.repeat(3);

const LONG_AGO = '2026-01-01T00:00:00';

describe('WordPress', () => {
  let double: WordpressDouble;
  let images: HttpDouble;
  beforeEach(async () => {
    double = await startWordpressServer();
    images = await startImageServer();
  });
  afterEach(() => Promise.all([double.close(), images.close()]));

  const context = (site: WordpressDouble = double, apiUrl = site.url) => {
    const { username, appPassword } = site;
    return platformContext({ kind: 'wordpress', publishConfig: { apiUrl }, credentials: { username, appPassword } });
  };

  it('makes the first image the featured one and puts the others under the text', async () => {
    const mediaUrls = [1, 2, 3].map((number) => `${images.url}/${number}.png`);
    await publish(wordpress, context(), { title: 'Images', body, mediaUrls });
    const [first, second, third] = double.media;
    expect(double.posts[0]).toMatchObject({ featured_media: first?.id });
    const html = String(double.posts[0]?.content);
    expect(html.indexOf(`wp-image-${second?.id}`)).toBeLessThan(html.indexOf(`wp-image-${third?.id}`));
    expect(html).not.toContain(`wp-image-${first?.id}`);
  });

  it('keeps a featured image that the user chose, and puts all others under the text', async () => {
    double.media.push({
      id: 5,
      slug: 'chosen',
      source_url: 'https://example.com/5.png',
      bytes: Buffer.alloc(0),
      date_gmt: LONG_AGO,
    });
    const content = {
      title: 'Chosen',
      body,
      mediaUrls: [`${images.url}/1.png`],
      platformSpecific: { featuredImageId: 5 },
    };
    await publish(wordpress, context(), content);
    expect(double.posts[0]).toMatchObject({ featured_media: 5 });
    expect(String(double.posts[0]?.content)).toContain(`wp-image-${double.media[1]?.id}`);
  });

  it('goes to the new site whole where the account was connected with another address, which alone gets its credentials', async () => {
    const mediaUrls = [`${images.url}/1.png`];
    const content = { title: 'Moved', body, mediaUrls };
    const before = context();
    await wordpress.prepare!(before, content, {});
    const saved = before.saves.at(-1)!;
    const seen = double.requests.length;
    const fresh = await startWordpressServer({ appPassword: 'zyxw vuts rqpo nmlk jihg fedc' });
    onTestFinished(() => fresh.close());
    const after = context(fresh);
    expect(await wordpress.find!(after, content, saved)).toBe('absent');
    await wordpress.publish(after, content, saved);
    expect(fresh.posts).toMatchObject([{ title: 'Moved', featured_media: fresh.media[0]!.id }]);
    const last = after.saves.at(-1)!;
    expect(await wordpress.find!(after, content, last)).toMatchObject({ externalUrl: expect.any(String) });
    await wordpress.discard!(after, saved, 'all');
    expect(fresh.posts).toHaveLength(1);
    expect(double.requests.length).toBe(seen);
  });

  it('goes to the blog that the account names now, where that has moved to another blog of its host', async () => {
    const blogs = [double, await startWordpressServer()];
    onTestFinished(() => blogs[1]!.close());
    const host = await startDouble(async ({ url, method, headers, body: sent }) => {
      const [, place, ...path] = url.pathname.split('/');
      const to = `${blogs[place === 'first' ? 0 : 1]!.url}/${path.join('/')}${url.search}`;
      const { authorization = '', 'content-type': type = '' } = headers;
      const init = { method, headers: { authorization, 'content-type': type } };
      const answer = await fetch(to, method === 'GET' ? init : { ...init, body: new Uint8Array(sent) });
      return { status: answer.status, body: await answer.json() };
    });
    onTestFinished(() => host.close());
    const content = { title: 'Moved', body };
    const before = context(double, `${host.url}/first`);
    const saved = await wordpress.prepare!(before, content, {});
    const seen = double.requests.length;
    const after = context(blogs[1], `${host.url}/second/`);
    await wordpress.publish(after, content, saved);
    expect(blogs[1]!.posts).toMatchObject([{ title: 'Moved', status: 'publish' }]);
    await wordpress.discard!(after, saved, 'all');
    expect(double.posts).toEqual([]);
    expect(double.requests.length).toBe(seen);
  });

  it.each([{ featuredImageId: 999 }, { categoryIds: [3, 999] }, { tagIds: [999] }])(
    'publishes nothing that the site would drop %j of, and the draft can be discarded',
    async (platformSpecific) => {
      const post = context();
      const prepared = wordpress.prepare!(post, { title: 'Dropped', body, platformSpecific }, {});
      const { failure } = await expectFailure(prepared, 'CONTENT_REJECTED');
      const [field] = Object.keys(platformSpecific);
      expect(failure).toEqual({ class: 'CONTENT_REJECTED', field: `/platformSpecific/${field}` });
      await wordpress.discard!(post, post.saves.at(-1) ?? {}, 'all');
      expect(double.leftovers()).toEqual([]);
    },
  );

  it.each([
    ['Spaß in Gießen', 'spas-in-giesen'],
    ['Blåbærsyltetøy', 'blabaersyltetoy'],
    ['Żółć', 'zolc'],
    ['Ağrı Dağı', 'agri-dagi'],
    ['Œdipe', 'oedipe'],
    ['渋谷の朝', encodeURIComponent('渋谷の朝').toLowerCase()],
    ['Утро', encodeURIComponent('утро').toLowerCase()],
  ])('has the site make the address of "%s", with nothing of Herald in it', async (title, slug) => {
    const first = await publish(wordpress, context(), { title, body });
    expect(first.externalUrl).toBe(`${double.url}/${slug}/`);
    const second = await publish(wordpress, context(), { title, body });
    expect(second.externalUrl).toBe(`${double.url}/${slug}-2/`);
  });

  it('gives the post the address that the user chose, and its draft one that nobody sees', async () => {
    const chosen = context();
    const content = { title: 'Any Title', body, platformSpecific: { slug: 'my-address' } };
    const prepared = await wordpress.prepare!(chosen, content, {});
    const mark = chosen.publication.distributionId.replaceAll('-', '');
    expect(double.drafts().map(({ slug }) => slug)).toEqual([`herald-${mark}-v1`]);
    const { externalUrl } = await wordpress.publish(chosen, content, prepared);
    expect(externalUrl).toBe(`${double.url}/my-address/`);
  });

  it('finds the post by its title and its text when what was prepared is lost', async () => {
    const lost = context();
    const content = { title: 'Lost draft & <found>', body, mediaUrls: [`${images.url}/1.png`] };
    await publish(wordpress, context(), { ...content, body: `${body} Another one.` });
    const { externalId } = await publish(wordpress, lost, content);
    await publish(wordpress, context(), { ...content, body: `${body} And another.` });
    expect(await wordpress.find!(lost, content, {})).toMatchObject({ externalId });
  });

  it('takes no post for its own that was public before it was due', async () => {
    const content = { title: 'Weekly', body };
    await publish(wordpress, context(), content);
    const later = context();
    const dueAt = new Date(Date.now() + 7 * 86_400_000).toISOString();
    const next = { ...later, now: () => Date.parse(dueAt), publication: { ...later.publication, dueAt } };
    expect(await wordpress.find!(next, content, {})).toBe('absent');
    // As a table says it that was set back to an older state.
    const { draftId, written, ...cutOff } = await wordpress.prepare!(next, content, {});
    expect(await wordpress.find!(next, content, cutOff)).toBe('absent');
    await wordpress.publish(next, content, await wordpress.prepare!(next, content, cutOff));
    expect(double.posts).toHaveLength(2);
  });

  it('calls pictures by their own names, and says what they show', async () => {
    const mediaUrls = [`${images.url}/Sommer%20am%20See.png`, `${images.url}/hafen.png`];
    const altTexts = ['A lake', 'Ships, "many"'];
    await publish(wordpress, context(), { title: 'Named', body, mediaUrls, platformSpecific: { altTexts } });
    expect(double.media).toMatchObject([
      { title: 'Sommer am See', slug: 'sommer-am-see', altText: 'A lake' },
      { title: 'hafen', slug: 'hafen', altText: 'Ships, "many"' },
    ]);
    expect(JSON.stringify(double.media.map(({ source_url }) => source_url))).not.toContain('herald');
    expect(String(double.posts[0]?.content)).toContain('alt="Ships, &quot;many&quot;"');
  });

  it('takes each upload of a cut-off run for the picture that it is, also where one was made twice', async () => {
    const post = context();
    const mediaUrls = [1, 2, 3].map((number) => `${images.url}/${number}.png`);
    const content = { title: 'Three', body, mediaUrls };
    const whole = await wordpress.prepare!(post, content, {});
    // A worker that was thought dead uploaded its picture after all.
    double.media.push({ ...double.media[1]!, id: 900 });
    for (const saved of post.saves) expect(await wordpress.prepare!(post, content, saved)).toEqual(whole);
    expect(double.media).toHaveLength(4);
    await wordpress.discard!(post, post.saves[0]!, 'all');
    expect(double.leftovers()).toEqual([]);
  });

  it('keeps the images of a post that went public under the user’s own address without its id being saved', async () => {
    const post = context();
    const mediaUrls = [`${images.url}/1.png`, `${images.url}/2.png`];
    const content = { title: 'Chosen', body, mediaUrls, platformSpecific: { slug: 'my-address' } };
    await publish(wordpress, post, content);
    for (const saved of [...post.saves, {}]) await wordpress.discard!(post, saved, 'all');
    expect(double.media).toHaveLength(2);
    expect(double.posts).toHaveLength(1);
  });

  it('works on a site without permalinks', async () => {
    const site = await startWordpressServer({ permalinks: 'off' });
    const { externalId } = await publish(wordpress, context(site), { title: 'Plain', body });
    expect(await wordpress.getMetrics(context(site), [externalId])).toHaveProperty('size', 1);
    expect(site.posts).toHaveLength(1);
    await site.close();
  });

  it('accepts the address of the API itself', async () => {
    await wordpress.verify(context(double, `${double.url}/wp-json/wp/v2/`));
    await wordpress.verify(context(double, `${double.url}/`));
  });

  it('counts comments', async () => {
    const { externalId } = await publish(wordpress, context(), { title: 'Talk', body });
    double.comment(externalId);
    double.comment(externalId);
    const found = await wordpress.getMetrics(context(), [externalId, '999']);
    expect([...found].map(([id, { comments }]) => [id, comments])).toEqual([[externalId, 2]]);
  });

  it('keeps the images in the text when the text is edited', async () => {
    const mediaUrls = [`${images.url}/1.png`, `${images.url}/2.png`];
    const { externalId } = await publish(wordpress, context(), { title: 'Before', body, mediaUrls });
    await wordpress.update!(context(), externalId, { title: 'After', body: `${body} And more.` });
    expect(double.posts[0]).toMatchObject({ title: 'After', content: expect.stringContaining('And more.') });
    expect(String(double.posts[0]?.content)).toContain(`wp-image-${double.media[1]?.id}`);
  });

  it('deletes for good where the site has no trash', async () => {
    const site = await startWordpressServer({ trash: false });
    const { externalId } = await publish(wordpress, context(site), { title: 'Gone', body });
    await wordpress.delete!(context(site), externalId);
    expect([...site.posts, ...site.leftovers()]).toEqual([]);
    await site.close();
  });

  it('names the rights that the user lacks', async () => {
    const site = await startWordpressServer({ capabilities: { edit_posts: true, upload_files: true } });
    const { message } = await expectFailure(wordpress.verify(context(site)), 'PERMISSION');
    expect(message).toContain('publish_posts');
    await site.close();
  });

  it('makes a draft of its own where a run before came to nothing, and takes no public post with the same words for it', async () => {
    const content = { title: 'Twice the same', body };
    const first = context();
    await wordpress.publish(first, content, await wordpress.prepare!(first, content, {}));
    const second = context();
    const repeated = { ...second, publication: { ...second.publication, isRepeated: true } };
    const prepared = await wordpress.prepare!(repeated, content, {});
    expect(double.drafts()).toHaveLength(1);
    await wordpress.publish(repeated, content, prepared);
    expect(double.posts).toHaveLength(2);
  });

  it('leaves what a person uploads to the public post later, under the name of one of its pictures', async () => {
    const post = context();
    const content = { title: 'Replaced', body, mediaUrls: [`${images.url}/1.png`] };
    const prepared = await wordpress.prepare!(post, content, {});
    await wordpress.publish(post, content, prepared);
    const [ours] = double.media;
    const later = new Date(Date.now() + 120_000).toISOString().slice(0, 19);
    double.media.push({ ...ours!, id: 999, date_gmt: later });
    expect(await wordpress.discard!(post, prepared, 'strays')).toBe(0);
    expect(double.media.map(({ id }) => id)).toEqual([ours!.id, 999]);
  });

  it('finishes an upload whose file is stored though its smaller sizes failed', async () => {
    const upload = context();
    const content = { title: 'Large', body, mediaUrls: [`${images.url}/1.png`] };
    double.media.push({
      id: 77,
      slug: 'stored',
      source_url: 'https://example.com/77.png',
      bytes: Buffer.alloc(0),
      date_gmt: LONG_AGO,
    });
    const answer = {
      status: 500,
      headers: { 'x-wp-upload-attachment-id': '77' },
      body: { code: 'x', message: 'Out of memory' },
    };
    double.misbehave({ fault: answer, on: ({ method, url }) => method === 'POST' && url.pathname.endsWith('/media') });
    const prepared = await wordpress.prepare!(upload, content, {});
    expect(prepared).toMatchObject({ media: [{ id: 77 }] });
  });

  it('fails where the site keeps the post back', async () => {
    const kept = { status: 200, body: { id: 11, slug: 'a', status: 'pending' } };
    double.misbehave({ fault: kept, on: double.isPublish });
    await expectFailure(publish(wordpress, context(), { title: 'Kept', body }), 'PERMISSION');
  });
});

describe('what a WordPress site answers', () => {
  const page = {
    status: 403,
    headers: { 'content-type': 'text/html' },
    body: '<style>p{}</style><p>Blocked by a firewall</p>',
  };
  const json = (status: number, code: string) => ({ status, body: { code, message: 'It says so.', data: { status } } });
  const cases = [
    [json(401, 'incorrect_password'), 'RECONNECT'],
    [json(403, 'application_passwords_disabled'), 'RECONNECT'],
    [json(403, 'rest_cannot_publish'), 'PERMISSION'],
    [page, 'RETRY_LATER'],
    [json(404, 'rest_no_route'), 'RECONNECT'],
    [json(404, 'rest_post_invalid_id'), 'NOT_FOUND'],
    [json(400, 'rest_invalid_param'), 'CONTENT_REJECTED'],
    [json(412, 'rest_upload_hash_mismatch'), 'RETRY_LATER'],
    [json(500, 'rest_upload_sideload_error'), 'CONTENT_REJECTED'],
    [{ status: 429, headers: { 'retry-after': '30' }, body: 'slow down' }, 'RATE_LIMITED'],
    [{ status: 502, body: '<p>Bad gateway</p>' }, 'UNKNOWN_OUTCOME'],
    [{ status: 200, body: '<p>A page instead of an answer</p>' }, 'UNKNOWN_OUTCOME'],
  ] as const;

  it.each(cases)('%j is %s', async (answer, expected) => {
    const server = await startDouble(() => answer);
    const credentials = { username: 'editor', appPassword: 'abcd efgh ijkl' };
    const context = platformContext({ kind: 'wordpress', publishConfig: { apiUrl: server.url }, credentials });
    const prepared = { root: `${server.url}/wp-json/`, media: [], draftId: 3, written: true };
    const { message } = await expectFailure(wordpress.publish(context, { title: 'A', body }, prepared), expected);
    expect(message).not.toMatch(/<|p\{\}/);
    await server.close();
  });

  it('says so when there is no WordPress at the address', async () => {
    const server = await startDouble(() => ({ status: 404, body: '<h1>Nothing</h1>' }));
    const credentials = { username: 'editor', appPassword: 'abcd efgh ijkl' };
    const context = platformContext({ kind: 'wordpress', publishConfig: { apiUrl: server.url }, credentials });
    const { message } = await expectFailure(wordpress.verify(context), 'RECONNECT');
    expect(message).toMatch(/no WordPress REST API/);
    await server.close();
  });
});
