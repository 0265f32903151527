import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMarkdown, renderMarkdown } from '../../../../shared/content/adaptation/text/markdown.ts';
import { markdownText } from '../../../../shared/content/adaptation/text/markdown-text.ts';
import { tagMarkdownLinks, tagTextLinks, tagTokenLinks } from '../../../../shared/content/adaptation/text/tag-links.ts';
import { tagUrl, utmQuery } from '../../../../shared/content/adaptation/text/utm.ts';

const query = 'utm_source=x&utm_medium=social';

describe('the tags of a link', () => {
  it('are made of templates, one for each platform and content', () => {
    const templates = { source: '{platform}', medium: 'social', campaign: '{campaign}-{contentId}', content: 'fixed' };
    expect(utmQuery(templates, { platform: 'x', campaign: 'Spring (1) & more', contentId: '42' })).toBe(
      'utm_source=x&utm_medium=social&utm_campaign=Spring%20%281%29%20%26%20more-42&utm_content=fixed',
    );
  });

  it('are left out where a placeholder has no value', () => {
    expect(utmQuery({ source: '{platform}', term: '{term}', content: 'a{constructor}b' }, { platform: 'x' })).toBe(
      'utm_source=x',
    );
  });

  it.each([
    ['https://a.example', `https://a.example?${query}`],
    ['https://a.example/p?q=1', `https://a.example/p?q=1&${query}`],
    ['https://a.example/p?', `https://a.example/p?${query}`],
    ['https://a.example/p?q=1&', `https://a.example/p?q=1&${query}`],
    ['https://a.example/p#part', `https://a.example/p?${query}#part`],
    ['https://a.example/p?q=%20+ü#a?b#c', `https://a.example/p?q=%20+ü&${query}#a?b#c`],
    ['HTTP://A.example/ö', `HTTP://A.example/ö?${query}`],
    ['https://a.example/?utm_source=mine', 'https://a.example/?utm_source=mine'],
    ['https://a.example/?x=1&UTM_CAMPAIGN=mine#p', 'https://a.example/?x=1&UTM_CAMPAIGN=mine#p'],
    ['mailto:a@b.example', 'mailto:a@b.example'],
    ['ftp://a.example/', 'ftp://a.example/'],
    ['/relative', '/relative'],
  ])('of %s', (url, tagged) => {
    expect(tagUrl(url, { query })).toBe(tagged);
  });

  it.each([
    'https://b.s3.eu-central-1.amazonaws.com/a.pdf?X-Amz-Date=1&X-Amz-Signature=ab12',
    'https://a.blob.core.windows.net/c/f?se=2027&sig=ab%2B12',
    'https://storage.googleapis.com/b/f?X-Goog-Signature=ab#p',
    'https://d.cloudfront.net/f?Expires=1&Signature=ab&Key-Pair-Id=K',
  ])('never of a link that is signed: %s', (url) => {
    expect(tagUrl(url, { query })).toBe(url);
  });

  it('of the author’s own hosts alone, where those are named', () => {
    const tags = { query, hosts: ['Example.com'] };
    for (const own of ['https://example.com/a', 'https://shop.example.com/', 'https://EXAMPLE.com/a'])
      expect(tagUrl(own, tags)).toContain('utm_source=x');
    for (const other of [
      'https://notexample.com/a',
      'https://example.com.evil.example/',
      'https://a.example/?example.com',
    ])
      expect(tagUrl(other, tags)).toBe(other);
  });

  it('leave the link what it was, and are not added twice', () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (url) => {
        const tagged = tagUrl(url, { query });
        expect(tagUrl(tagged, { query })).toBe(tagged);
        const [before, after] = [new URL(url), new URL(tagged)];
        expect(after.searchParams.get('utm_source')).toBe(before.searchParams.get('utm_source') ?? 'x');
        expect([after.origin, after.pathname, after.hash]).toEqual([before.origin, before.pathname, before.hash]);
        for (const [name, value] of before.searchParams) expect(after.searchParams.getAll(name)).toContain(value);
      }),
    );
  });
});

describe('tags go to every http(s) link', () => {
  it('of a plain text, and to nothing else', () => {
    const text = 'See (https://a.example/x), http://b.example/y_(z). ftp://c.example d.example @me a@b.example';
    expect(tagTextLinks(text, { query: 'utm_source=x' })).toBe(
      'See (https://a.example/x?utm_source=x), http://b.example/y_(z)?utm_source=x. ftp://c.example d.example @me a@b.example',
    );
  });

  const markdown =
    '[one](https://a.example/x "title") <https://b.example/> https://c.example/_y_ [ref][r] ![image](https://d.example/i.png) `https://e.example`\n\n```\ncurl https://f.example\n```\n\n[r]: https://g.example/r?q=1\n';

  it('of Markdown, but not to images and code', () => {
    const tokens = parseMarkdown(markdown);
    tagTokenLinks(tokens, { query });
    const html = renderMarkdown(tokens);
    const linked = [...html.matchAll(/href="([^"]+)"/g)].map(([, url]) => url!.replaceAll('&amp;', '&'));
    expect(linked).toEqual([
      `https://a.example/x?${query}`,
      `https://b.example/?${query}`,
      `https://c.example/_y_?${query}`,
      `https://g.example/r?q=1&${query}`,
    ]);
    expect(html).toContain('src="https://d.example/i.png"');
    expect(html).toContain('curl https://f.example\n');
    expect(html).toContain('<code>https://e.example</code>');
    expect(markdownText(tokens)).toContain(
      `one (https://a.example/x?${query}) https://b.example/?${query} https://c.example`,
    );
  });

  it('of Markdown that stays Markdown', () => {
    const tagged = tagMarkdownLinks(markdown, { query: 'utm_source=x' });
    expect(tagged.match(/utm_source/g)).toHaveLength(4);
    expect(tagged).toContain('[one](https://a.example/x?utm_source=x "title") <https://b.example/?utm_source=x>');
    expect(tagged).toContain('`https://e.example`\n\n```\ncurl https://f.example\n```');
    expect(tagged).toContain('![image](https://d.example/i.png)');
    expect(tagMarkdownLinks(tagged, { query: 'utm_source=x' })).toBe(tagged);
  });

  it('of HTML in Markdown', () => {
    const tokens = parseMarkdown(
      '<p>An <a class="b" href="https://a.example/?x=1&amp;y=2">a</a></p>\n\nand <a href=\'https://b.example\'>b</a>',
    );
    tagTokenLinks(tokens, { query });
    expect(renderMarkdown(tokens)).toContain(
      'href="https://a.example/?x=1&amp;y=2&amp;utm_source=x&amp;utm_medium=social"',
    );
    expect(markdownText(tokens)).toBe(
      `An a (https://a.example/?x=1&y=2&${query})\n\nand b (https://b.example?${query})`,
    );
  });
});
