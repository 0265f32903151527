import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wordpress } from '../../../shared/platforms/wordpress/adapter.ts';
import { platformContext } from '../../doubles/platform-context.ts';
import { startWordpressServer, type WordpressDouble } from '../../doubles/wordpress-server.ts';
import { expectFailure, publish } from './contract.ts';

const body = 'An article about nothing in particular, which goes on for a while. '.repeat(3);

describe('WordPress categories and tags by name', () => {
  let site: WordpressDouble;
  beforeEach(async () => {
    site = await startWordpressServer();
  });
  afterEach(() => site.close());

  const context = (on = site) => {
    const { username, appPassword } = on;
    const credentials = { username, appPassword };
    return platformContext({ kind: 'wordpress', publishConfig: { apiUrl: on.url }, credentials });
  };
  const prepare = (platformSpecific: object, on = context()) =>
    wordpress.prepare!(on, { title: 'Named', body, platformSpecific: { ...platformSpecific } }, {});
  /** Calls that concern terms, e.g. `GET categories?search=News`. */
  const calls = (on = site) =>
    on.requests.flatMap(({ method, url: { pathname, searchParams } }) => {
      const taxonomy = /wp\/v2\/(categories|tags)$/.exec(pathname)?.[1];
      const search = searchParams.get('search');
      return taxonomy === undefined ? [] : [`${method} ${taxonomy}${search === null ? '' : `?search=${search}`}`];
    });
  const isDraft = ({ method, url }: { method: string; url: URL }) =>
    method === 'POST' && url.pathname.endsWith('/posts');

  it('are in the draft before anything is public, those of the site in any case, new ones made', async () => {
    await prepare({ categories: ['news', ' Summer '], tags: ['Tea & biscuits', 'TEA', 'tea'], tagIds: [4] });
    const summer = site.terms.all.find(({ name }) => name === 'Summer');
    const biscuits = site.terms.all.find(({ name }) => name === 'Tea &amp; biscuits');
    expect(site.drafts().map(({ sent }) => sent)).toMatchObject([
      { categories: [2, summer!.id], tags: [4, biscuits!.id, 5] },
    ]);
    expect(site.posts).toEqual([]);
  });

  it('cost one search for a single name, one list for several, and nothing where none is given', async () => {
    await prepare({ tags: ['doors'] });
    expect(calls()).toEqual(['GET tags?search=doors']);
    await prepare({ categories: ['News', 'Events', 'Summer'] });
    expect(calls().slice(1)).toEqual(['GET categories', 'POST categories']);
    await prepare({ categoryIds: [2] });
    expect(calls()).toHaveLength(3);
  });

  it('are found on a site that has more of them than one list shows', async () => {
    for (let number = 0; number < 150; number++) site.terms.add('tags', `Number ${number}`);
    const { id } = site.terms.add('tags', 'Numb < er');
    await prepare({ tags: ['Number 7', 'Numb < er', 'Number 149'] });
    expect(calls()).toEqual(['GET tags', 'GET tags?search=Numb &lt; er', 'GET tags?search=Number 149']);
    expect(site.drafts()[0]?.sent.tags).toContain(id);
    expect(site.terms.all).toHaveLength(156);
  });

  it('are taken from the refusal where somebody made one meanwhile', async () => {
    const tags = ['Fresh'];
    site.letChoose(({ method, url }) => {
      if (method === 'POST' && url.pathname.endsWith('/tags')) site.terms.add('tags', 'fresh');
      return undefined;
    });
    await prepare({ tags });
    const fresh = site.terms.all.filter(({ name }) => name === 'fresh');
    expect(fresh).toHaveLength(1);
    expect(site.drafts()[0]?.sent.tags).toEqual([fresh[0]!.id]);
  });

  it('are left out, with a note, where the user may not make them, and the post goes out', async () => {
    const strict = await startWordpressServer({ mayCreateCategories: false });
    const content = {
      title: 'Author',
      body,
      platformSpecific: { categories: ['Summer', 'News', 'Winter'], tags: ['New'] },
    };
    const own = context(strict);
    const prepared = await wordpress.prepare!(own, content, {});
    const why = 'the site answered 403: Sorry, you are not allowed to create terms in this taxonomy.';
    expect(wordpress.notesOf!(prepared)).toEqual(
      ['Summer', 'Winter'].map((name) => ({
        code: 'category_left_out',
        field: '/platformSpecific/categories',
        message: `"${name}" is left out: ${why}`,
      })),
    );
    await wordpress.publish(own, content, prepared);
    expect(strict.posts).toMatchObject([{ categories: [2], tags: [expect.any(Number)] }]);
    expect(calls(strict).filter((call) => call === 'POST categories')).toHaveLength(1);
    await strict.close();
  });

  it('are told of again by a second run, which does not look for them again', async () => {
    const strict = await startWordpressServer({ mayCreateCategories: false });
    const own = context(strict);
    const content = { title: 'Twice', body, platformSpecific: { categories: ['Summer'] } };
    await wordpress.prepare!(own, content, {});
    const before = calls(strict).length;
    for (const saved of own.saves.slice(1)) {
      expect(wordpress.notesOf!(await wordpress.prepare!(own, content, saved))).toHaveLength(1);
    }
    expect(calls(strict)).toHaveLength(before);
    await strict.close();
  });

  it('are looked up again where one was deleted before the draft was made', async () => {
    site.letChoose((request) => {
      const index = site.terms.all.findIndex(({ name }) => name === 'News');
      if (isDraft(request) && index >= 0) site.terms.all.splice(index, 1);
      return undefined;
    });
    await prepare({ categories: ['News'] });
    const news = site.terms.all.find(({ name }) => name === 'News');
    expect(news?.id).not.toBe(2);
    expect(site.drafts().map(({ sent }) => sent.categories)).toEqual([[news?.id]]);
  });

  it('are left out, with a note, where the site drops them each time', async () => {
    site.letChoose((request) => {
      if (request.method === 'POST' && /\/posts(\/\d+)?$/.test(request.url.pathname)) site.terms.all.splice(0);
      return undefined;
    });
    const prepared = await prepare({ categories: ['News'] });
    expect(wordpress.notesOf!(prepared).map(({ message }) => message)).toEqual([
      '"News" is left out: the site dropped it.',
    ]);
    expect(site.drafts().map(({ sent }) => sent.categories)).toEqual([[]]);
  });

  it('do not stop a post on a site that has switched them off', async () => {
    const gone = {
      status: 404,
      body: { code: 'rest_no_route', message: 'No route was found.', data: { status: 404 } },
    };
    site.letChoose(({ url }) => (url.pathname.endsWith('/tags') ? gone : undefined));
    const prepared = await prepare({ tags: ['doors', 'tea'] });
    expect(wordpress.notesOf!(prepared)).toHaveLength(2);
    expect(site.drafts()).toHaveLength(1);
  });

  it('stay with a post whose text is edited', async () => {
    const content = { title: 'Before', body, platformSpecific: { categories: ['Events'] } };
    const { externalId } = await publish(wordpress, context(), content);
    await wordpress.update!(context(), externalId, {
      ...content,
      platformSpecific: { categories: ['Events', 'News'] },
    });
    expect(site.posts).toMatchObject([{ categories: [3, 2] }]);
  });

  it('are tried again where the site does not answer', async () => {
    site.misbehave({ fault: { status: 503, body: 'busy' }, on: ({ url }) => url.pathname.endsWith('/tags') });
    await expectFailure(prepare({ tags: ['doors'] }), 'RETRY_LATER');
    expect(site.drafts()).toEqual([]);
  });

  it('are shown by name in the preview, and judged by it', () => {
    const content = { title: 'Shown', body, platformSpecific: { categories: ['Events'], categoryIds: [2] } };
    expect(wordpress.preview(content)).toMatchObject({ categories: [2, 'Events'] });
    const bad = { ...content, platformSpecific: { tags: [' ', 'x'.repeat(201)] } };
    expect(wordpress.validate(bad).map(({ field }) => field)).toEqual([
      '/platformSpecific/tags/0',
      '/platformSpecific/tags/1',
    ]);
  });
});

describe('a WordPress site that lacks a route', () => {
  it('keeps its account: only this post is refused', async () => {
    const site = await startWordpressServer();
    const gone = {
      status: 404,
      body: { code: 'rest_no_route', message: 'No route was found.', data: { status: 404 } },
    };
    site.letChoose(({ url }) => (url.pathname.endsWith('/posts') ? gone : undefined));
    const { username, appPassword } = site;
    const credentials = { username, appPassword };
    const context = platformContext({ kind: 'wordpress', publishConfig: { apiUrl: site.url }, credentials });
    const { message } = await expectFailure(wordpress.prepare!(context, { title: 'A', body }, {}), 'PERMISSION');
    expect(message).toBe('The WordPress site has no wp/v2/posts in its REST API.');
    await site.close();
  });
});
