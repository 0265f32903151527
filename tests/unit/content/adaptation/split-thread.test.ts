import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberPosts, splitThread } from '../../../../shared/content/adaptation/split-thread.ts';
import { withinLimit } from '../../../../shared/platforms/contract/text-count.ts';
import { anyText } from './any-text.ts';
import { brokenAt } from './entities.ts';

const fits = (max: number) => (text: string) => withinLimit(text, { unit: 'graphemes', max });
const split = (text: string, max: number, posts = 25) => splitThread(text, fits(max), posts);

describe('a thread', () => {
  it('keeps the limit in each post, number included, and is cut in no grapheme, link, mention or tag', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 20, max: 200 }), fc.integer({ min: 1, max: 25 }), (text, max, posts) => {
        const thread = split(text, max, posts);
        expect(thread.bodies.length).toBeLessThanOrEqual(posts);
        for (const post of numberPosts(thread.bodies)) expect(fits(max)(post)).toBe(true);
        if (thread.leftOut.length > 0) return;
        let at = 0;
        for (const [index, body] of thread.bodies.entries()) {
          const last = index === thread.bodies.length - 1;
          const head = last && thread.shortened ? body.replace(/ ?…$/u, '') : body;
          const start = text.indexOf(head, at);
          expect(text.slice(at, start).trim()).toBe('');
          at = start + head.length;
          expect([...brokenAt(text, start), ...brokenAt(text, at)]).toEqual([]);
        }
        if (!thread.shortened) expect(text.slice(at).trim()).toBe('');
      }),
      { numRuns: 800 },
    );
  });

  it('is cut at paragraphs first, then sentences, then words', () => {
    const text = `${'First paragraph here.'}\n\nSecond one. It has two sentences in it. ${'word '.repeat(12)}`.trim();
    expect(split(text, 45).bodies).toEqual([
      'First paragraph here.',
      'Second one. It has two sentences in it.',
      'word word word word word word word word',
      'word word word word',
    ]);
  });

  it('says of each post which it is of how many, with room for two digits where it needs them', () => {
    const { bodies } = split('word '.repeat(60).trim(), 30);
    const posts = numberPosts(bodies);
    expect(posts).toHaveLength(13);
    expect(posts[0]).toBe('word word word word word\n\n1/13');
    expect(posts[12]).toMatch(/\n\n13\/13$/);
    expect(posts.every(fits(30))).toBe(true);
  });

  it('says what did not fit into the most that a thread may have', () => {
    const thread = split('word '.repeat(60).trim(), 30, 3);
    expect(thread.shortened).toBe(true);
    expect(thread.bodies).toHaveLength(3);
    expect(thread.bodies[2]).toMatch(/…$/);
  });

  it('has no post of spaces alone, however many there are', () => {
    expect(split(`${'a'.repeat(40)}${' '.repeat(20_000)}b`, 30).bodies).toEqual(['a'.repeat(25), 'a'.repeat(15), 'b']);
  });

  it('does not number a post that stands alone', () => {
    expect(numberPosts(['One'])).toEqual(['One']);
  });

  it('leaves out what fits into no post, and says which', () => {
    const link = `https://example.com/${'x'.repeat(80)}`;
    const thread = split(`Some words before ${link} and more words after it`, 40);
    expect(thread.leftOut).toEqual([link]);
    expect(thread.bodies.join(' ')).toBe('Some words before and more words after it');
  });
});
