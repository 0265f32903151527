import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordBreaks } from '../../../../shared/content/adaptation/breaks.ts';
import { afterFirstWord, cutHead, fitsWhole } from '../../../../shared/content/adaptation/cut-head.ts';
import { anyText } from './any-text.ts';
import { brokenAt } from './entities.ts';

const upTo = (max: number) => (text: string) => text.length <= max;
const limit = fc.integer({ min: 1, max: 250 });

describe('the beginning of a text that fits', () => {
  it('fits, is cut in no grapheme, link, mention or tag, and loses nothing but space to the rest', () => {
    fc.assert(
      fc.property(anyText, limit, (text, max) => {
        const cut = cutHead(text, upTo(max), ['paragraph', 'sentence']);
        if (cut === undefined) return;
        expect(cut.head.length).toBeLessThanOrEqual(max);
        expect(text.startsWith(cut.head)).toBe(true);
        expect(text.endsWith(cut.rest)).toBe(true);
        expect(text.slice(cut.head.length, text.length - cut.rest.length).trim()).toBe('');
        expect(brokenAt(text, cut.head.length)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('is the longest that ends a word, where no other end is preferred', () => {
    fc.assert(
      fc.property(anyText, limit, (text, max) => {
        const longest = wordBreaks(text).findLast(({ end }) => end <= max);
        if (longest === undefined) return;
        expect(cutHead(text, upTo(max), [])?.at).toEqual(longest);
      }),
      { numRuns: 500 },
    );
  });

  it('ends a paragraph before a sentence and a sentence before a word, in its last half alone', () => {
    const cut = (text: string, max: number) => cutHead(text, upTo(max), ['paragraph', 'sentence'])?.head;
    expect(cut('One two three.\n\nFour. Five six', 24)).toBe('One two three.');
    expect(cut('One two three. Four five six', 24)).toBe('One two three.');
    expect(cut('One. Two three four five six seven', 24)).toBe('One. Two three four five');
    expect(cut('One.\n\nTwo three four five six seven', 24)).toBe('One.\n\nTwo three four');
  });

  it('is none where the text begins with a link that does not fit, and part of a word where that alone is too long', () => {
    expect(cutHead('https://example.com/a/long/path and more', upTo(10), [])).toBeUndefined();
    expect(cutHead('Donaudampfschiff faehrt', upTo(5), [])).toMatchObject({ head: 'Donau', at: { kind: 'grapheme' } });
    expect(cutHead('👩‍👩‍👧', upTo(2), [])).toBeUndefined();
  });

  it('costs what a short text costs: of a text of a million characters no more than its beginning is looked at', () => {
    const long = 'A sentence with seven words in it. '.repeat(30_000);
    let longest = 0;
    const cut = cutHead(
      long,
      (head) => {
        longest = Math.max(longest, head.length);
        return head.length <= 300;
      },
      ['paragraph', 'sentence'],
    );
    expect(cut?.head.length).toBeGreaterThan(250);
    expect(longest).toBeLessThanOrEqual(1_000);
  });
});

describe('whether the whole text fits', () => {
  it('is what the limit says of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 20_000 }), (length, max) => {
        expect(fitsWhole('x'.repeat(length), upTo(max))).toBe(length <= max);
      }),
    );
  });

  it('is known of a very long text without counting all of it', () => {
    const counted: number[] = [];
    const fits = (text: string) => {
      counted.push(text.length);
      return text.length <= 300;
    };
    expect(fitsWhole('x'.repeat(1_000_000), fits)).toBe(false);
    expect(Math.max(...counted)).toBeLessThan(10_000);
  });
});

describe('what follows the first word', () => {
  it('is the rest of the text, however long the word is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30_000 }), (length) => {
        const word = 'x'.repeat(length);
        expect(afterFirstWord(`${word} and more`)).toEqual({ first: word, rest: 'and more' });
        expect(afterFirstWord(word)).toEqual({ first: word, rest: '' });
      }),
      { numRuns: 30 },
    );
  });
});
