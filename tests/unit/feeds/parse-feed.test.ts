import { describe, expect, it } from 'vitest';
import { FeedFailure } from '../../../shared/feeds/source/feed-failure.ts';
import { parseFeed } from '../../../shared/feeds/source/parse-feed.ts';
import { firstWords, plainText } from '../../../shared/feeds/source/plain-text.ts';

const address = 'https://blog.example/feed/';
const rss = (items: string) => `<rss version="2.0"><channel><title>T</title>${items}</channel></rss>`;

describe('a feed', () => {
  it('in RSS gives its entries as text, with absolute links and instants in UTC', () => {
    const item = `<item><guid isPermaLink="false">g1</guid><title>A &amp;amp; B</title><link>/a</link>
      <pubDate>Mon, 01 Jun 2026 10:00:00 +0200</pubDate><description><![CDATA[<p>Hi <b>you</b></p>]]></description></item>`;
    expect(parseFeed(rss(item), address)).toEqual([
      {
        guid: 'g1',
        title: 'A & B',
        link: 'https://blog.example/a',
        summary: 'Hi you',
        publishedAt: '2026-06-01T08:00:00.000Z',
      },
    ]);
  });

  it('in Atom takes the alternate link and the published date', () => {
    const text = `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><id>x</id><entry><id>tag:1</id>
      <title type="html">A &lt;b&gt;bold&lt;/b&gt; one</title><link rel="self" href="/self"/><link href="/a"/>
      <published>2026-06-01T00:00:00Z</published><updated>2026-06-02T00:00:00Z</updated><summary>s</summary></entry></feed>`;
    expect(parseFeed(text, address)).toMatchObject([
      { guid: 'tag:1', title: 'A bold one', link: 'https://blog.example/a', publishedAt: '2026-06-01T00:00:00.000Z' },
    ]);
  });

  it('in RDF and in JSON is read too', () => {
    const rdf = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>T</title></channel>
      <item rdf:about="http://e.example/1"><title>t</title><link>http://e.example/1</link><dc:date>2026-06-01T00:00:00Z</dc:date></item></rdf:RDF>`;
    const wanted = { guid: 'http://e.example/1', title: 't', publishedAt: '2026-06-01T00:00:00.000Z' };
    expect(parseFeed(rdf, address)).toMatchObject([wanted]);
    const json = {
      version: 'https://jsonfeed.org/version/1.1',
      title: 'T',
      items: [
        { id: 'http://e.example/1', title: 't', url: 'http://e.example/1', date_published: '2026-06-01T00:00:00Z' },
      ],
    };
    expect(parseFeed(JSON.stringify(json), address)).toMatchObject([wanted]);
  });

  it('knows an entry without an id by its link, and one without either by its text; none twice', () => {
    const items = [
      '<item><title>a</title><link>https://e.example/1</link></item>',
      '<item><title>b</title></item>',
      '<item><title>b</title></item>',
      '<item><title>c</title><link>javascript:alert(1)</link></item>',
    ];
    const entries = parseFeed(rss(items.join('')), address);
    expect(entries.map(({ title, link }) => [title, link])).toEqual([
      ['a', 'https://e.example/1'],
      ['b', undefined],
      ['c', undefined],
    ]);
    expect(entries[0]!.guid).toBe('https://e.example/1');
    expect(parseFeed(rss(items.join('')), address)).toEqual(entries);
  });

  it('has tags only where it says that its text is HTML', () => {
    const atom = (title: string) =>
      `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><id>x</id><entry><id>1</id>${title}</entry></feed>`;
    const titleOf = (document: string) => parseFeed(document, address)[0]!.title;
    expect(titleOf(atom('<title>The &lt;video&gt; element</title>'))).toBe('The <video> element');
    expect(titleOf(atom('<title type="html">The &lt;b&gt;video&lt;/b&gt; element</title>'))).toBe('The video element');
    const xhtml = '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Less &lt; <b>more</b></div></title>';
    expect(titleOf(atom(xhtml))).toBe('Less < more');
    const items = [{ id: '1', title: 'The <video> element', content_text: 'a <b> c & d' }];
    const json = JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'T', items });
    expect(parseFeed(json, address)).toMatchObject([{ title: 'The <video> element', summary: 'a <b> c & d' }]);
    expect(titleOf(rss('<item><guid>1</guid><title>AT&T &lt;b&gt;rocks&lt;/b&gt;</title></item>'))).toBe('AT&T rocks');
  });

  it('makes no link of a guid that is none, and tells nobody a password', () => {
    const linkOf = (item: string) => parseFeed(rss(`<item>${item}</item>`), address)[0]!.link;
    expect(linkOf('<guid>17</guid>')).toBeUndefined();
    expect(linkOf('<guid>https://blog.example/17</guid>')).toBe('https://blog.example/17');
    expect(linkOf('<guid>17</guid><link>//blog.example/x</link>')).toBe('https://blog.example/x');
    expect(linkOf(`<link>https://blog.example/${'x'.repeat(3_000)}</link>`)).toBeUndefined();
    expect(linkOf('<link>https://me:secret@blog.example/x</link>')).toBe('https://blog.example/x');
  });

  it('takes the first of two entries with one guid', () => {
    const entries = parseFeed(
      rss(['new', 'old'].map((t) => `<item><guid>1</guid><title>${t}</title></item>`).join('')),
      '',
    );
    expect(entries.map(({ title }) => title)).toEqual(['new']);
  });

  it('is read although one entry is made to break the reader', () => {
    const nested = '&lt;div&gt;'.repeat(200_000);
    const items = `<item><guid>1</guid><description>${nested}</description></item><item><guid>2</guid><title>t</title></item>`;
    expect(parseFeed(rss(items), address).map(({ guid }) => guid)).toEqual(['1', '2']);
  });

  it('reads no file and no address that an entity names', () => {
    for (const entity of ['SYSTEM "file:///etc/passwd"', 'SYSTEM "http://127.0.0.1:1/x"', '"inside"']) {
      const document = `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x ${entity}>]>${rss('<item><title>[&x;]</title></item>')}`;
      let said = '';
      try {
        said = JSON.stringify(parseFeed(document, address));
      } catch (error) {
        expect(error).toBeInstanceOf(FeedFailure);
      }
      expect(said).not.toContain('root:');
    }
  });

  it('that is none, or that tries to blow up, is refused with words for its owner', () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "${'&a;'.repeat(50)}"><!ENTITY c "${'&b;'.repeat(50)}"><!ENTITY d "${'&c;'.repeat(50)}">]>`;
    for (const text of ['', '<html><body>no</body></html>', '{}', 'PK\u0003']) {
      expect(() => parseFeed(text, address)).toThrow(FeedFailure);
    }
    let size = 0;
    try {
      size = JSON.stringify(parseFeed(`${bomb}${rss('<item><title>&d;</title></item>')}`, address)).length;
    } catch (error) {
      expect(error).toBeInstanceOf(FeedFailure);
    }
    expect(size).toBeLessThan(10_000);
  });
});

describe('the text of an entry', () => {
  it('has no tags, scripts or capitals of ours', () => {
    const html =
      '<h1>Head</h1><p>Less &lt; <b>more</b>&nbsp;&amp; <a href="https://x.example">a link</a></p><script>bad()</script><img src="x" alt="y">';
    expect(plainText(html)).toBe('Head\n\nLess < more & a link');
  });

  it('is cut between words', () => {
    expect(firstWords('one two three', 13)).toBe('one two three');
    expect(firstWords('one two three', 12)).toBe('one two…');
    expect([...firstWords('🙂'.repeat(50), 10)]).toHaveLength(10);
  });
});
