import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitComment } from '../../../../shared/content/adaptation/split-comment.ts';
import { withinLimit } from '../../../../shared/platforms/contract/text-count.ts';
import { anyText } from './any-text.ts';
import { brokenAt } from './entities.ts';

const keeps = (post: number, comment: number) => (text: string, index: number) =>
  withinLimit(text, { unit: 'graphemes', max: index === 0 ? post : comment });
const size = fc.integer({ min: 10, max: 200 });

describe('a text as a post and its first comment', () => {
  it('keeps both limits, and the comment goes on where the post ends', () => {
    fc.assert(
      fc.property(anyText, size, size, (text, post, comment) => {
        const fits = keeps(post, comment);
        const thread = splitComment(text, fits);
        if (thread === undefined) return;
        const [first, second, ...more] = thread.bodies;
        expect(more).toEqual([]);
        expect(fits(first!, 0) && fits(second!, 1)).toBe(true);
        expect(second!.trim()).not.toBe('');
        const head = text.startsWith(first!) ? first! : first!.replace(/ ?…$/u, '');
        expect(text.startsWith(head)).toBe(true);
        expect(brokenAt(text, head.length)).toEqual([]);
        if (!thread.shortened) expect(text.slice(head.length).trim()).toBe(second!.trim());
      }),
      { numRuns: 500 },
    );
  });

  it('ends the post with a paragraph or a sentence, or says that it goes on', () => {
    const bodies = (text: string) => splitComment(text, keeps(30, 100))?.bodies;
    expect(bodies('A paragraph of its own.\n\nThe rest of it all.')).toEqual([
      'A paragraph of its own.',
      'The rest of it all.',
    ]);
    expect(bodies('A sentence of its own. The rest of it all.')).toEqual([
      'A sentence of its own.',
      'The rest of it all.',
    ]);
    expect(bodies('words and words and words and words and words')).toEqual([
      'words and words and words and…',
      'words and words',
    ]);
  });

  it('says what the comment does not hold', () => {
    const thread = splitComment('word '.repeat(40).trim(), keeps(30, 40));
    expect(thread).toMatchObject({ shortened: true, wordCut: false, leftOut: [] });
    expect(thread!.bodies[1]).toMatch(/^word( word)*…$/);
  });

  it('is no two texts where nothing fits before the cut, or nothing is left for the comment', () => {
    expect(splitComment('https://example.com/a/long/path and more words', keeps(10, 100))).toBeUndefined();
    expect(splitComment('All of this text', keeps(10, 1))).toBeUndefined();
  });
});
