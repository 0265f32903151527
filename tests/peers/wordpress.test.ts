import { describe, expect, it } from 'vitest';
import { wordpress } from '../../shared/platforms/wordpress/adapter.ts';
import { startImageServer } from '../doubles/image-server.ts';
import { platformContext } from '../doubles/platform-context.ts';
import { expectFailure } from '../integration/platforms/contract.ts';
import { SECRET } from '../support/picture-files.ts';
import { describePeer, peerSetting } from './peer-contract.ts';

const apiUrl = peerSetting('PEER_WORDPRESS_URL');
const username = peerSetting('PEER_WORDPRESS_USER');
const credentials = { username, appPassword: peerSetting('PEER_WORDPRESS_PASSWORD') };
const authorization = `Basic ${Buffer.from(`${username}:${credentials.appPassword}`).toString('base64')}`;
const body = 'An article about nothing in particular, which goes on for a while. '.repeat(3);

const get = (path: string) => fetch(`${apiUrl}/wp-json/wp/v2/${path}`, { headers: { authorization } });
const total = async (path: string) => Number((await get(path)).headers.get('x-wp-total'));

describePeer('WordPress', {
  adapter: wordpress,
  publishConfig: { apiUrl },
  credentials: async () => credentials,
  wrongCredentials: { username, appPassword: 'wrong wrong wrong wrong' },
  content: { title: 'Tea & biscuits <today>', body, linkUrl: 'https://example.com/?a=1&b=2' },
  async read(externalId) {
    const response = await get(`posts/${externalId}?context=edit`);
    const post = response.ok ? ((await response.json()) as Record<string, unknown>) : undefined;
    return post?.status === 'publish' ? post : undefined;
  },
  count: async () => (await total('posts?status=publish,draft&per_page=1')) + (await total('media?per_page=1')),
  metrics: { comments: 0, likes: null, impressions: null },
});

describe('a real WordPress', () => {
  const context = () => platformContext({ kind: 'wordpress', publishConfig: { apiUrl }, credentials });
  const publish = async (content: Parameters<typeof wordpress.publish>[1]) => {
    const post = context();
    return wordpress.publish(post, content, await wordpress.prepare!(post, content, {}));
  };

  it('shows the slug that the user chose, and another one where it is taken', async () => {
    const content = { title: 'Chosen', body, platformSpecific: { slug: 'my-own-address' } };
    expect((await publish(content)).externalUrl).toBe(`${apiUrl}/my-own-address/`);
    expect((await publish(content)).externalUrl).toBe(`${apiUrl}/my-own-address-2/`);
  });

  it('makes the address itself, with nothing of Herald in it', async () => {
    const own = Math.random().toString(36).slice(2, 8);
    const cases = [
      [`Spaß in Gießen ${own}`, `spas-in-giesen-${own}`],
      [`Blåbærsyltetøy Żółć ${own}`, `blabaersyltetoy-zolc-${own}`],
      [`Ağrı Dağı Œdipe ${own}`, `agri-dagi-oedipe-${own}`],
      [`渋谷 Утро ${own}`, encodeURIComponent(`渋谷-утро-${own}`).toLowerCase()],
    ] as const;
    for (const [title, slug] of cases) {
      expect((await publish({ title, body })).externalUrl).toBe(`${apiUrl}/${slug}/`);
      expect((await publish({ title, body })).externalUrl).toBe(`${apiUrl}/${slug}-2/`);
    }
  });

  it('shows pictures under their own names, with what they show, and without where they were taken', async () => {
    const images = await startImageServer();
    const mediaUrls = ['Am%20Kai.jpg', 'K%C3%B6ln.jpg', 'K%C3%B6ln.jpg?again'].map((name) => `${images.url}/${name}`);
    const altTexts = ['A quay', 'A "dome" & towers', ''];
    const { externalId } = await publish({ title: 'Pictures', body, mediaUrls, platformSpecific: { altTexts } });
    await images.close();
    const uploads = (await (await get(`media?parent=${externalId}&context=edit&orderby=id&order=asc`)).json()) as {
      title: { raw: string };
      slug: string;
      alt_text: string;
      source_url: string;
    }[];
    expect(uploads.map(({ title, alt_text }) => [title.raw, alt_text])).toEqual([
      ['Am Kai', 'A quay'],
      ['Köln', 'A "dome" & towers'],
      ['Köln (2)', ''],
    ]);
    expect(JSON.stringify(uploads)).not.toMatch(/herald/i);
    const bytes = await (await fetch(uploads[1]!.source_url)).arrayBuffer();
    expect(Buffer.from(bytes).toString('latin1')).not.toContain(SECRET.slice(0, 10));
    const { content } = (await (await get(`posts/${externalId}`)).json()) as { content: { rendered: string } };
    expect(content.rendered).toContain('dome');
  });

  it('changes a published text', async () => {
    const { externalId } = await publish({ title: 'Before', body });
    const changed = await wordpress.update!(context(), externalId, { title: 'After', body: `${body} And more.` });
    expect(changed.externalId).toBe(externalId);
    const post = (await (await get(`posts/${externalId}?context=edit`)).json()) as { content: { raw: string } };
    expect(post.content.raw).toContain('And more.');
  });

  it.each([{ featuredImageId: 999_999 }, { categoryIds: [999_999] }, { tagIds: [999_999] }])(
    'publishes nothing that it would drop %j of',
    async (platformSpecific) => {
      const { failure } = await expectFailure(
        publish({ title: 'Dropped', body, platformSpecific }),
        'CONTENT_REJECTED',
      );
      expect(failure).toMatchObject({ field: `/platformSpecific/${Object.keys(platformSpecific)[0]}` });
    },
  );

  it('has the categories and tags that are named, made once, found in any case and with any character', async () => {
    const own = Math.random().toString(36).slice(2, 8);
    const names = {
      categories: [`Über uns ${own}`, 'uncategorized'],
      tags: [`Tea & "biscuits" <${own}`, `Ünder ${own}`],
    };
    const termsOf = async (platformSpecific: Record<string, string[]>) => {
      const { externalId } = await publish({ title: 'Named', body, platformSpecific });
      const { categories, tags } = (await (await get(`posts/${externalId}`)).json()) as Record<string, number[]>;
      return { categories: categories!.toSorted(), tags: tags!.toSorted() };
    };
    const first = await termsOf(names);
    expect(first).toMatchObject({
      categories: [1, expect.any(Number)],
      tags: [expect.any(Number), expect.any(Number)],
    });
    const before = (await total('categories?per_page=1')) + (await total('tags?per_page=1'));
    const again = {
      categories: [` über Uns  ${own}`, 'Uncategorized'],
      tags: [`TEA & "Biscuits" <${own}`, `ünder ${own}`],
    };
    expect(await termsOf(again)).toEqual(first);
    // One name alone is searched for, not listed.
    for (const [index, tag] of names.tags.entries())
      expect(await termsOf({ tags: [tag] }), tag).toEqual({ categories: [1], tags: [first.tags[index]] });
    expect((await total('categories?per_page=1')) + (await total('tags?per_page=1'))).toBe(before);
  });

  it('leaves an author’s new category out, says so, and makes the tag', async () => {
    const send = async (path: string, sent: object) => {
      const headers = { authorization, 'content-type': 'application/json' };
      const answer = await fetch(`${apiUrl}/wp-json/wp/v2/${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(sent),
      });
      expect(answer.status).toBe(201);
      return (await answer.json()) as Record<string, unknown>;
    };
    const name = `author-${Math.random().toString(36).slice(2, 8)}`;
    const user = { username: name, email: `${name}@example.test`, password: crypto.randomUUID(), roles: ['author'] };
    const { id } = await send('users', user);
    const { password } = await send(`users/${id}/application-passwords`, { name: 'herald' });
    const own = {
      kind: 'wordpress',
      publishConfig: { apiUrl },
      credentials: { username: name, appPassword: password },
    };
    const post = platformContext(own);
    const content = { title: 'Author', body, platformSpecific: { categories: [name, 'Uncategorized'], tags: [name] } };
    const prepared = await wordpress.prepare!(post, content, {});
    expect(wordpress.notesOf!(prepared)).toMatchObject([
      { code: 'category_left_out', message: expect.stringContaining(`"${name}" is left out: the site answered 403`) },
    ]);
    const { externalId } = await wordpress.publish(post, content, prepared);
    const stands = await (await get(`posts/${externalId}`)).json();
    expect(stands).toMatchObject({ categories: [1], tags: [expect.any(Number)] });
  });

  it('names the term that stands already to who makes it twice', async () => {
    const name = `Twice & ${Math.random()}`;
    const make = async () => {
      const headers = { authorization, 'content-type': 'application/json' };
      const answer = await fetch(`${apiUrl}/wp-json/wp/v2/tags`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ name }),
      });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    };
    const first = await make();
    expect(first).toMatchObject({ status: 201, body: { name: name.replace('&', '&amp;') } });
    expect(await make()).toMatchObject({
      status: 400,
      body: { code: 'term_exists', data: { term_id: first.body.id } },
    });
  });

  it('dates the post when it is published, not when its draft was made', async () => {
    const { publishedAt } = await publish({ title: 'Dated', body });
    expect(Math.abs(Date.parse(publishedAt!) - Date.now())).toBeLessThan(10_000);
  });
});
