import { describe, expect, it } from 'vitest';
import { newFeedSchema } from '../../../shared/feeds/feed.ts';
import { decodeFeed } from '../../../shared/feeds/source/decode-feed.ts';
import { FeedFailure } from '../../../shared/feeds/source/feed-failure.ts';
import { feedOfPage } from '../../../shared/feeds/source/feed-of-page.ts';
import { readFeed } from '../../../shared/feeds/source/parse-feed.ts';
import { firstWords, plainText } from '../../../shared/feeds/source/plain-text.ts';

const parseFeed = (document: string, at: string) => readFeed(document, at).entries;
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

describe('the title of an entry in RSS', () => {
  const titleOf = (title: string) =>
    parseFeed(rss(`<item><guid>1</guid><title>${title}</title></item>`), address)[0]!.title;

  it.each([
    ['What &lt;script&gt; does to a page', 'What <script> does to a page'],
    ['List&lt;String&gt; in Java', 'List<String> in Java'],
    ['&lt;b&gt;New&lt;/b&gt; shop', 'New shop'],
    ['&amp;lt;video&amp;gt;', '<video>'],
    ['<![CDATA[The <em>new</em> &amp; the <i> tag]]>', 'The new & the <i> tag'],
    ['1 &lt; 2 &amp;&amp; 3 &gt; 2', '1 < 2 && 3 > 2'],
    ['Caf&amp;eacute; &amp;#8211; open', 'Café – open'],
    ['a &lt;/b&gt; c &lt;br/&gt; d', 'a </b> c d'],
  ])('%s is read as %s', (title, read) => {
    expect(titleOf(title)).toBe(read);
  });
});

describe('the link of an entry', () => {
  const atom = (base: string, entry: string) =>
    `<feed xmlns="http://www.w3.org/2005/Atom"${base}><title>T</title><id>x</id>${entry}</feed>`;
  const linkOf = (document: string) => parseFeed(document, address)[0]!.link;

  it('is relative to the nearest base', () => {
    const own = '<entry xml:base="year/"><id>1</id><link href="a"/></entry>';
    expect(linkOf(atom(' xml:base="https://cdn.example/blog/"', own))).toBe('https://cdn.example/blog/year/a');
    expect(linkOf(atom(' xml:base="posts/"', '<entry><id>1</id><link href="a"/></entry>'))).toBe(`${address}posts/a`);
    const item = '<item xml:base="https://other.example/x/"><guid isPermaLink="false">1</guid><link>a</link></item>';
    expect(linkOf(rss(item))).toBe('https://other.example/x/a');
    const link = '<entry><id>1</id><link xml:base="https://link.example/y/" href="a"/></entry>';
    expect(linkOf(atom(' xml:base="https://cdn.example/"', link))).toBe('https://link.example/y/a');
  });

  it('is its page, by the short or the long name of the relation, as HTML where there are several', () => {
    const entry = (...links: string[]) =>
      atom('', `<entry><id>1</id>${links.map((one) => `<link ${one}/>`).join('')}</entry>`);
    const long = 'rel="http://www.iana.org/assignments/relation/alternate" href="/page"';
    expect(linkOf(entry('rel="self" href="/self"', long))).toBe('https://blog.example/page');
    const forms = ['rel="alternate" type="application/pdf" href="/pdf"', 'type="text/html" href="/page"'];
    expect(linkOf(entry(...forms))).toBe('https://blog.example/page');
    expect(linkOf(entry('rel="hub" href="/hub"', 'rel="enclosure" href="/sound.mp3"'))).toBe(
      'https://blog.example/sound.mp3',
    );
    expect(linkOf(entry('rel="hub" href="/hub"'))).toBeUndefined();
  });

  it('is its own and not that of a hub, and its file where it has no page', () => {
    const hub = '<link xmlns="http://www.w3.org/2005/Atom" rel="hub" href="https://hub.example/"/>';
    const own = '<link>https://blog.example/1</link>';
    for (const links of [hub + own, own + hub]) {
      expect(linkOf(rss(`<item><guid isPermaLink="false">1</guid>${links}</item>`))).toBe('https://blog.example/1');
    }
    const sound = '<enclosure url="https://cdn.example/1.mp3" length="1" type="audio/mpeg"/>';
    expect(linkOf(rss(`<item><guid isPermaLink="false">1</guid>${sound}</item>`))).toBe('https://cdn.example/1.mp3');
  });
});

describe('the bytes of a feed', () => {
  const greeting = Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]);
  const file = (declaration: string, ...parts: (string | Buffer)[]) =>
    Buffer.concat(
      [declaration, '<t>', ...parts, '</t>'].map((part) => (typeof part === 'string' ? Buffer.from(part) : part)),
    );
  const wordIn = (bytes: Buffer, type = '') => /<t>(.*)<\/t>/.exec(decodeFeed(bytes, type))?.[1];

  it('are read as their declaration says, however that is spaced, and whatever an unknown header says', () => {
    const spaced = file('<?xml version = "1.0" encoding = "windows-1251" ?>', greeting);
    expect(wordIn(spaced)).toBe('Привет');
    expect(wordIn(spaced, 'text/xml; charset=win-1251')).toBe('Привет');
    expect(wordIn(spaced, 'text/xml; charset=utf-8')).toBe('Привет');
    expect(wordIn(file('\n', greeting), 'text/xml; charset="windows-1251"')).toBe('Привет');
  });

  it('are UTF-8 where they can only be that', () => {
    expect(wordIn(file('<?xml version="1.0" encoding="utf-16"?>', 'Grüße'))).toBe('Grüße');
    expect(wordIn(file('<?xml version="1.0" encoding="windows-1251"?>', 'Привет'))).toBe('Привет');
    expect(wordIn(file('', 'Grüße'), 'text/xml; charset=iso-8859-1')).toBe('Grüße');
    expect(wordIn(file('\uFEFF', 'Grüße'))).toBe('Grüße');
  });

  it('are read in two bytes a letter, with a mark or without, and in escape sequences', () => {
    const wide = '<?xml version="1.0" encoding="utf-16"?><t>Привет</t>';
    expect(wordIn(Buffer.from(`\uFEFF${wide}`, 'utf16le'))).toBe('Привет');
    expect(wordIn(Buffer.from(wide, 'utf16le'))).toBe('Привет');
    expect(wordIn(Buffer.from(wide, 'utf16le').swap16())).toBe('Привет');
    const japanese = file('<?xml version="1.0" encoding="iso-2022-jp"?>', Buffer.from('1b244224221b2842', 'hex'));
    expect(wordIn(japanese)).toBe('あ');
  });

  it('that fit nothing are a failure, not rubbish that goes out', () => {
    const cut = file('<?xml version="1.0"?>', Buffer.from([0xff, 0xfe, 0xc3]));
    expect(() => decodeFeed(cut, 'text/xml; charset=utf-8')).toThrow(FeedFailure);
  });
});

describe('the address of a feed', () => {
  it('is found in the page that names it', () => {
    const page = (head: string) => `<!DOCTYPE html><html><head>${head}</head><body>a</body></html>`;
    const link = '<link rel="alternate" type="application/rss+xml" title="News" href="feed.xml?a=1&amp;b=2">';
    const style = '<link rel="stylesheet" href="/style.css"><link rel="alternate" hreflang="de" href="/de">';
    expect(feedOfPage(page(style + link), 'https://e.example/blog/')).toBe('https://e.example/blog/feed.xml?a=1&b=2');
    expect(feedOfPage(page(`<base href="/x/">${link}`), 'https://e.example/')).toBe(
      'https://e.example/x/feed.xml?a=1&b=2',
    );
    expect(feedOfPage(page(style), 'https://e.example/')).toBeUndefined();
    expect(feedOfPage(page(link.replace('feed.xml', 'javascript:x')), 'https://e.example/')).toBeUndefined();
    expect(feedOfPage(rss(link), address)).toBeUndefined();
  });

  it('is taken as browsers hand it on', () => {
    const read = (url: string) => newFeedSchema.shape.url.safeParse(url).data;
    expect(read('feed://e.example/feed.xml')).toBe('https://e.example/feed.xml');
    expect(read('feed:https://e.example/feed.xml')).toBe('https://e.example/feed.xml');
    expect(read('FEED:http://e.example/f')).toBe('http://e.example/f');
    expect(read('https://e.example/feed')).toBe('https://e.example/feed');
    expect(read('ftp://e.example/feed')).toBeUndefined();
  });
});

describe('a feed of the largest size', () => {
  const cpu = (work: () => unknown) => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };

  it('turns no text to plain text that nobody asks for', () => {
    const description = `<![CDATA[${'<p>Some <b>words</b> of an <a href="https://e.example/">entry</a>.</p>'.repeat(70)}]]>`;
    const item = (index: number) =>
      `<item><guid>${index}</guid><title>t</title><description>${description}</description></item>`;
    const items = Array.from({ length: 1_000 }, (_, index) => item(index)).join('');
    expect(cpu(() => expect(parseFeed(rss(items), address)).toHaveLength(1_000))).toBeLessThan(3_000);
  });

  it.each([
    ['<', '<'],
    ['tags without an end', '<a '],
    ['comments without an end', '<!--'],
    ['sections without an end', '<![CDATA['],
    ['closing tags', '</a>'],
    ['ampersands', '&'],
    ['instructions', '<?'],
  ])('is read or refused soon where its title is made of %s', (_, sign) => {
    const document = `<rss version="2.0"><channel><item><title>${sign.repeat(4_000_000 / sign.length)}`;
    const used = cpu(() => {
      try {
        parseFeed(document, address);
      } catch (error) {
        expect(error).toBeInstanceOf(FeedFailure);
      }
    });
    expect(used).toBeLessThan(4_000);
  });

  it('keeps its newest thousand, at whichever end they stand, and says when it cannot tell', () => {
    const dated = (index: number) =>
      `<item><guid>${index}</guid><pubDate>${new Date(1.7e12 + index * 60_000).toUTCString()}</pubDate></item>`;
    const items = Array.from({ length: 1_201 }, (_, index) => dated(index)).join('');
    const { entries, leftOut } = readFeed(rss(items), address);
    expect([entries.length, entries.at(-1)!.guid, leftOut]).toEqual([1_000, '1200', 0]);
    const undated = items.replaceAll(/<pubDate>[^<]*<\/pubDate>/g, '');
    const part = readFeed(rss(undated), address);
    expect([part.entries.length, part.entries[0]!.guid, part.entries.at(-1)!.guid, part.leftOut]).toEqual([
      1_000,
      '0',
      '1200',
      201,
    ]);
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
