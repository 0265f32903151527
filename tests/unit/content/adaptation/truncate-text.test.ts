import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { truncateText } from '../../../../shared/content/adaptation/truncate-text.ts';
import type { TextLimit } from '../../../../shared/platforms/contract/content-rules.ts';
import { withinLimit } from '../../../../shared/platforms/contract/text-count.ts';
import { anyText } from './any-text.ts';
import { brokenAt } from './entities.ts';

const limits = fc.oneof(
  fc.record({ unit: fc.constant('weighted' as const), max: fc.integer({ min: 2, max: 320 }) }),
  fc.record({
    unit: fc.constant('graphemes' as const),
    max: fc.integer({ min: 1, max: 320 }),
    maxBytes: fc.integer({ min: 3, max: 900 }),
  }),
  fc.record({ unit: fc.constant('characters' as const), max: fc.integer({ min: 1, max: 320 }) }),
  fc.record({
    unit: fc.constant('graphemes' as const),
    max: fc.integer({ min: 23, max: 320 }),
    urlWeight: fc.constant(23),
  }),
);
const within = (limit: TextLimit) => (text: string) => withinLimit(text, limit);
const graphemes = (max: number) => within({ unit: 'graphemes', max });

describe('a shortened text', () => {
  it('keeps the limit, and is cut in no grapheme, link, mention or tag', () => {
    fc.assert(
      fc.property(anyText, limits, (text, limit) => {
        const result = truncateText(text, within(limit));
        expect(withinLimit(result.text, limit)).toBe(true);
        if (!result.shortened) expect(result.text).toBe(text);
        if (!result.shortened || result.leftOut.length > 0 || result.text === '…' || result.text === '') return;
        const head = result.text.replace(/ ?…$/u, '');
        expect(text.startsWith(head)).toBe(true);
        expect(brokenAt(text, head.length)).toEqual([]);
      }),
      { numRuns: 1_500 },
    );
  });

  it('cuts a word only where it says so', () => {
    const words = fc.array(fc.constantFrom('alpha', 'well-known', "don't", '3.14', 'x'.repeat(40), 'né'), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(words, fc.integer({ min: 2, max: 120 }), (list, max) => {
        const result = truncateText(list.join(' '), graphemes(max));
        const kept = result.text.replace(/ ?…$/u, '').split(' ');
        if (!result.wordCut) expect(kept).toEqual(list.slice(0, kept.length));
        else expect(kept).toHaveLength(1);
      }),
    );
  });

  it('is left alone where it fits', () => {
    expect(truncateText('Just right', graphemes(10))).toEqual({
      text: 'Just right',
      shortened: false,
      wordCut: false,
      leftOut: [],
    });
  });

  it.each([
    ['ends with the sentence that ends in the last half', 'One two three. Four five six seven', 24, 'One two three. …'],
    [
      'ends with a word where the sentence is too short',
      'One. Two three four five six seven',
      24,
      'One. Two three four…',
    ],
    ['takes the later of two sentences', 'One two. Three four. Five six seven', 26, 'One two. Three four. …'],
    ['keeps room for the ellipsis', 'abcde fghij', 10, 'abcde…'],
    ['does not take a number for a sentence', 'Version 3.14 has come to all of us', 22, 'Version 3.14 has come…'],
    ['cuts between words that have no spaces', '日本語のテキストはここにあります', 9, '日本語のテキスト…'],
    ['cuts between emoji', '😷😷😷😷😷😷', 4, '😷😷😷…'],
    ['keeps what belongs together', '👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 2, '👩‍👩‍👧…'],
    ['glues nothing to a link', 'See https://a.example/b and more of it', 26, 'See https://a.example/b …'],
    ['drops a link rather than to cut it', 'See https://a.example/b and more', 20, 'See…'],
    ['drops a mention rather than to cut it', 'Hi @alice.bsky.social there', 12, 'Hi…'],
    ['drops a tag rather than to cut it', 'Hi #opensource there', 10, 'Hi…'],
  ])('%s', (_, text, max, expected) => {
    expect(truncateText(text, graphemes(max)).text).toBe(expected);
  });

  it('cuts a word that alone is too long, and says so', () => {
    expect(truncateText('a'.repeat(30), graphemes(10))).toMatchObject({ text: `${'a'.repeat(9)}…`, wordCut: true });
  });

  it('leaves out a link that alone is too long, says which, and goes on', () => {
    const link = `https://example.com/${'x'.repeat(50)}`;
    expect(truncateText(`${link} is long`, graphemes(20))).toMatchObject({ text: 'is long', leftOut: [link] });
    expect(truncateText(link, graphemes(20))).toMatchObject({ text: '…', leftOut: [link] });
  });

  it('counts a link as the platform does: long ones stay where they weigh little', () => {
    const text = `See https://example.com/${'x'.repeat(300)} and so much more of this`;
    expect(truncateText(text, within({ unit: 'weighted', max: 40 })).text).toMatch(/x{300} and so…$/);
    expect(truncateText(text, within({ unit: 'graphemes', max: 40, urlWeight: 23 })).text).toMatch(
      /x{300} and so much…$/,
    );
    expect(truncateText(text, graphemes(40)).text).toBe('See…');
  });

  it('keeps to bytes as well as characters', () => {
    const result = truncateText(
      'ü'.repeat(5).concat(' ').repeat(400),
      within({ unit: 'graphemes', max: 300, maxBytes: 100 }),
    );
    expect(Buffer.byteLength(result.text)).toBeLessThanOrEqual(100);
    expect(Buffer.byteLength(result.text)).toBeGreaterThan(85);
  });

  it('is the same of a long text as of its beginning', () => {
    const text = 'Some words and https://example.com/link and more. '.repeat(4_000);
    expect(truncateText(text, within({ unit: 'weighted', max: 280 })).text).toBe(
      truncateText(text.slice(0, 2_000), within({ unit: 'weighted', max: 280 })).text,
    );
    expect(truncateText(text, within({ unit: 'characters', max: 60_000 })).text.length).toBeGreaterThan(59_900);
  });
});
