import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerptOf } from '../../../shared/content/excerpt.ts';
import { cutText, cutWithMark, firstGraphemes } from '../../../shared/kernel/cut-text.ts';

const family = '👩‍👩‍👧';

describe('a text that is cut', () => {
  it('keeps whole what a reader takes for one character', () => {
    expect(cutText(`${'a'.repeat(118)}${family}`, 120)).toBe('a'.repeat(118));
    expect(cutText(`${'a'.repeat(118)}🇩🇪🇫🇷`, 120)).toBe('a'.repeat(118));
    expect(cutText(`${'a'.repeat(119)}e\u0301x`, 120)).toBe('a'.repeat(119));
    expect(cutWithMark(`ab${family}`, 5)).toBe('ab…');
    expect(firstGraphemes(`a${family}b`, 2)).toBe(`a${family}`);
    expect(excerptOf(family.repeat(60))).toBe(family.repeat(50));
  });

  it('is a beginning of it, within its limit, and ends between two characters', () => {
    const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
    const text = fc.string({ unit: fc.constantFrom('a', 'é', 'e\u0301', '👍🏽', family, '🇩🇪', '\r\n', '각') });
    fc.assert(
      fc.property(text, fc.nat(40), (whole, max) => {
        const cut = cutText(whole, max);
        expect(cut.length).toBeLessThanOrEqual(max);
        expect(whole.startsWith(cut)).toBe(true);
        const ends = [0, ...[...segmenter.segment(whole)].map(({ index, segment }) => index + segment.length)];
        expect(ends).toContain(cut.length);
      }),
    );
  });

  it('does not vanish where a single character is longer than the limit', () => {
    expect(cutText(`a${'\u0301'.repeat(500)}`, 120)).toHaveLength(120);
    expect(excerptOf('a\u0301'.repeat(300_000))).toBe('a\u0301'.repeat(50));
  });
});
