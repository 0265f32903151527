import fc from 'fast-check';
import twitterText from 'twitter-text';
import { describe, expect, it } from 'vitest';
import { adaptContent } from '../../../shared/content/adaptation/adapt-content.ts';
import { facetsOf } from '../../../shared/platforms/bluesky/lib/facets.ts';
import { contentNotes } from '../../../shared/platforms/contract/content-notes.ts';
import { asSent, hasLink } from '../../../shared/platforms/contract/link-text.ts';
import { withoutClosing } from '../../../shared/platforms/contract/links-in.ts';
import { countText, withinLimit } from '../../../shared/platforms/contract/text-count.ts';
import { adapterFor } from '../../../shared/platforms/registry.ts';

const bluesky = adapterFor('bluesky');
const x = adapterFor('x');

/** Each link of a Bluesky post: its address, and the stretch of the text that it is under. */
function linksOf(text: string): { uri: unknown; shown: string }[] {
  const bytes = Buffer.from(text);
  return facetsOf(text)
    .filter(({ features: [{ $type }] }) => $type.endsWith('#link'))
    .map(({ index, features: [{ uri }] }) => ({
      uri,
      shown: bytes.subarray(index.byteStart, index.byteEnd).toString(),
    }));
}

describe('a link in a Bluesky post leads to the whole address', () => {
  it.each([
    [
      'Unser Plan: https://karte.example.jp/駅/渋谷?z=3#南口 (Stand heute).',
      ['https://karte.example.jp/駅/渋谷?z=3#南口'],
    ],
    [
      'Tickets https://shop.live.music/abend1 und https://hilfe.dev.corp/a',
      ['https://shop.live.music/abend1', 'https://hilfe.dev.corp/a'],
    ],
    ['https://start.example.com#preise', ['https://start.example.com#preise']],
    ['Siehe https://suche.example.com/?l=[de].', ['https://suche.example.com/?l=[de]']],
    [
      '(see https://example.com/a_(b)), or "https://example.com/c"!',
      ['https://example.com/a_(b)', 'https://example.com/c'],
    ],
    ['詳細はhttps://example.com/a。', ['https://example.com/a']],
    ['example.org/駅, und https://bücher.example/ä', ['https://example.org/駅', 'https://bücher.example/ä']],
  ])('%s', (text, uris) => {
    const links = linksOf(text);
    expect(links.map(({ uri }) => uri)).toEqual(uris);
    for (const { uri, shown } of links) expect([shown, `https://${shown}`]).toContain(uri);
  });

  it('or to none, where it is not certain where the address ends', () => {
    for (const text of [
      '看https://example.com/a，然后再来',
      'x@https://example.com',
      '#https://example.com',
      'a<https://a.b>c>d',
    ])
      expect(
        linksOf(text)
          .map(({ uri }) => uri)
          .filter((uri) => !text.includes(`${String(uri)}>`)),
      ).toEqual([]);
    const notes = contentNotes({ body: '看https://example.com/a，然后再来' }, bluesky.rules);
    expect(notes.map(({ code, field }) => [code, field])).toEqual([['link_not_linked', '/body']]);
  });

  it('whatever the text is: each is a run of characters without its closing punctuation', () => {
    const signs = fc.constantFrom(...'abZ0/?#&=%.,;:!()[]{}<>"\'，。「」駅渋ä-_~@$'.split(''), '👩‍👩‍👧', 'e\u0301');
    const run = fc.array(signs, { maxLength: 12 }).map((all) => `https://example.com/${all.join('')}`);
    const word = fc.oneof(
      run,
      fc.array(signs, { maxLength: 5 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), fc.constantFrom(' ', '\n', ''), (words, between) => {
        const text = words.join(between);
        const whole = [...text.matchAll(/https?:\/\/\S+/g)].map(([found]) => withoutClosing(found));
        for (const { uri, shown } of linksOf(text)) {
          if (shown.startsWith('http')) expect(whole).toContain(uri);
        }
      }),
    );
  });
});

describe('a long link', () => {
  const url = `https://maps.example.com/?${'k'.repeat(400)}`;
  const body = `Karte: ${url} Danach essen wir alle zusammen.`;

  it('is shown in short on Bluesky and takes nothing of the text with it', () => {
    const { content, notes } = adaptContent({ body }, bluesky.rules);
    expect(content.body).toBe(body);
    expect(notes).toEqual([]);
    expect(bluesky.validate(content)).toEqual([]);
    const sent = bluesky.preview(content) as { text: string; facets: ReturnType<typeof facetsOf> };
    expect(sent.text).toMatch(/^Karte: maps\.example\.com\/\?k+… Danach essen wir alle zusammen\.$/);
    const [{ index, features } = { index: { byteStart: 0, byteEnd: 0 }, features: [] }] = sent.facets;
    expect(features).toEqual([{ $type: 'app.bsky.richtext.facet#link', uri: url }]);
    const under = Buffer.from(sent.text).subarray(index.byteStart, index.byteEnd).toString();
    expect(under).toMatch(/^maps\.example\.com\/\?k+…$/);
    expect(contentNotes(content, bluesky.rules).map(({ code }) => code)).toEqual(['link_shown_short']);
  });

  it('stays as it is written where there is room', () => {
    const short = { body: `Karte: https://maps.example.com/?${'k'.repeat(100)} Danach.` };
    expect((bluesky.preview(short) as { text: string }).text).toBe(short.body);
    expect(contentNotes(short, bluesky.rules)).toEqual([]);
  });

  it('is counted as it is sent, whatever stands around it', () => {
    const piece = fc.constantFrom(url, 'word', '#tag', '@a.test', '(', ')', '駅', 'https://a.example/b', '。', '@');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.constantFrom(' ', ''), (pieces, between) => {
        const text = pieces.join(between);
        const sent = (bluesky.preview({ body: text }) as { text: string }).text;
        expect(sent).toBe(asSent(text, bluesky.rules.text));
        const isRefused = bluesky.validate({ body: text }).some(({ code }) => code === 'text_too_long');
        expect(isRefused).toBe(countText(sent, 'graphemes') > 300);
      }),
    );
  });
});

describe('an address goes into a text of X as a URI', () => {
  const found = (text: unknown) => twitterText.extractUrls(String(text), { extractUrlsWithoutProtocol: false });

  it.each([
    ['https://blog.example.kr/글/첫번째?x=1', 'https://blog.example.kr/%EA%B8%80/%EC%B2%AB%EB%B2%88%EC%A7%B8?x=1'],
    ['https://suche.example.com/?l=[de]', 'https://suche.example.com/?l=%5Bde%5D'],
    ['https://example.com/a?b=c', 'https://example.com/a?b=c'],
  ])('%s', (url, uri) => {
    expect(found(x.preview({ body: 'Neu:', linkUrl: url }).text)).toEqual([uri]);
    expect(found(x.preview({ body: `Neu: ${url} heute` }).text)).toEqual([uri]);
    const codes = contentNotes({ body: `Neu: ${url} heute` }, x.rules).map(({ code }) => code);
    expect(codes).toEqual(uri === url ? [] : ['link_encoded']);
  });

  it('also with UTM tags', () => {
    const utm = { templates: { source: '{platform}' } };
    const source = { body: 'Neu', canonicalUrl: 'https://blog.example.kr/글/첫번째?x=1' };
    const { content } = adaptContent(source, x.rules, { utm });
    const [uri] = found(x.preview(content).text);
    expect(uri).toBe('https://blog.example.kr/%EA%B8%80/%EC%B2%AB%EB%B2%88%EC%A7%B8?x=1&utm_source=x');
  });

  it('and counts as X counts a link', () => {
    const body = `${'a'.repeat(255)} https://blog.example.kr/${'글'.repeat(200)}`;
    expect(withinLimit(asSent(body, x.rules.text), x.rules.text)).toBe(true);
    expect(x.validate({ body })).toEqual([]);
  });
});

describe('a character that X refuses', () => {
  it('is named beforehand, in each post of a thread', () => {
    const content = { body: 'Neu\uFFFE und \uFEFFda', platformSpecific: { thread: ['gut', 'a\uFFFFb'] } };
    expect(x.validate(content)).toMatchObject([
      { field: '/body', code: 'refused_character', actual: 'U+FFFE, U+FEFF' },
      { field: '/platformSpecific/thread/1', code: 'refused_character', actual: 'U+FFFF' },
    ]);
    expect(bluesky.validate({ body: 'Neu\uFFFE' })).toEqual([]);
  });

  it('is left out of an adapted text, with a note', () => {
    const { content, notes } = adaptContent({ body: 'Neu\uFFFE und da' }, x.rules);
    expect(content.body).toBe('Neu und da');
    expect(notes.map(({ code, field }) => [code, field])).toEqual([['characters_left_out', '/body']]);
  });
});

describe('a text has a link', () => {
  it.each([
    ['Mehr auf https://Example.com/neu heute', 'https://example.com/neu/'],
    ['<a href="https://example.com/x?a=1&amp;b=2">x</a>', 'https://example.com/x?a=1&b=2'],
    ['Siehe (https://example.com:443/neu).', 'https://example.com/neu'],
    ['https://bücher.example/ä', 'https://xn--bcher-kva.example/%C3%A4'],
    ['詳細 https://example.com/neuをご覧', 'https://example.com/neu'],
  ])('as a URL: %s', (text, url) => {
    expect(hasLink(text, url)).toBe(true);
    expect(x.preview({ body: 'Neu', linkUrl: url }).text).toContain('http');
  });

  it('and not where only the beginning is the same, or a letter of the path', () => {
    expect(hasLink('https://example.com/Neu', 'https://example.com/neu')).toBe(false);
    expect(hasLink('https://example.com/neues', 'https://example.com/neu')).toBe(false);
    expect(hasLink('http://example.com/neu', 'https://example.com/neu')).toBe(false);
  });

  it('once, on every platform', () => {
    const linkUrl = 'https://example.com/neu/';
    const body = 'Mehr auf https://Example.com/neu heute';
    expect(x.preview({ body, linkUrl }).text).toBe(body);
    const html = `<p>${'Wort '.repeat(30)}<a href="https://example.com/x?a=1&amp;b=2">x</a></p>`;
    const sent = adapterFor('wordpress').preview({ title: 'T', body: html, linkUrl: 'https://example.com/x?a=1&b=2' });
    expect(String(sent.content).match(/href/g)).toHaveLength(1);
  });
});
