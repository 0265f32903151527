import fc from 'fast-check';
import twitterText from 'twitter-text';
import { describe, expect, it } from 'vitest';
import { byteCount, countText } from '../../../shared/platforms/contract/text-count.ts';

describe('text is counted as the platform counts it', () => {
  const family = '👩‍👩‍👧';
  it.each([
    ['hello', 5],
    ['界界', 4],
    [family, 2],
    ['see https://example.com/a/very/long/path?with=query', 27],
    ['see example.com', 27],
    ['curly ’ and – dash', 18],
    ['dots …', 7],
    ['cafe\u0301', 4],
  ])('X counts %s as %i', (text, expected) => {
    expect(countText(text, 'weighted')).toBe(expected);
  });

  it('counts graphemes and bytes apart', () => {
    expect(countText(`${family}é`, 'graphemes')).toBe(2);
    expect(byteCount(family)).toBe(18);
    expect(countText(family, 'characters')).toBe(5);
  });
});

describe('a link counts the same however long it is, where the platform counts so', () => {
  it.each([
    ['https://example.com/a/very/long/path?with=query#and-more', 23],
    ['see http://a.co/b, and https://example.com/c.', 4 + 23 + 6 + 23 + 1],
    ['example.com', 11],
    ['👩‍👩‍👧 https://a.co', 25],
  ])('%s counts %i', (text, expected) => {
    expect(countText(text, 'graphemes', 23)).toBe(expected);
  });
});

describe('X’s count of a text without spaces', () => {
  it('is twitter-text’s own, however long the text is', () => {
    const piece = fc.constantFrom(
      '界',
      'a',
      '👩‍👩‍👧',
      'e\u0301',
      '。',
      'example.com',
      'https://example.com/a',
      '.',
      ' ',
      '각',
      '🇩🇪',
    );
    const stretch = fc.tuple(piece, fc.nat(400)).map(([one, times]) => one.repeat(times));
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, stretch), { maxLength: 6 }), (pieces) => {
        const text = pieces.join('').slice(0, 3_000).toWellFormed();
        // Where a host would be longer than any host, either count will do: X has the last word.
        fc.pre(!/[!-~]{250}/.test(text));
        expect(countText(text, 'weighted')).toBe(twitterText.parseTweet(text).weightedLength);
      }),
      { numRuns: 60 },
    );
  });
});
