import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeLittleText } from '../../../../shared/content/adaptation/text/little-text.ts';
import { anyText } from './any-text.ts';

describe("LinkedIn's little text format", () => {
  it.each([
    ['a (b) [c] {d} <e>', 'a \\(b\\) \\[c\\] \\{d\\} \\<e\\>'],
    ['\\ | @ # * _ ~', '\\\\ \\| \\@ \\# \\* \\_ \\~'],
    ['See #OpenSource_2, C# and #1', 'See {hashtag|\\#|OpenSource\\_2}, C\\# and \\#1'],
    ['@[Acme (Inc.)](urn:li:organization:123) rocks', '@[Acme \\(Inc.\\)](urn:li:organization:123) rocks'],
    ['@[x](urn:li:share:1)', '\\@\\[x\\]\\(urn:li:share:1\\)'],
    ['https://a.example/b_c?d=(e)', 'https://a.example/b\\_c?d=\\(e\\)'],
  ])('%s', (text, escaped) => {
    expect(escapeLittleText(text)).toBe(escaped);
  });

  it('has no reserved character left that would cut the post off, and loses none', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const plain = escapeLittleText(text).replace(/\{hashtag\|\\#\|((?:[^\\}]|\\_)+)\}/g, '\\#$1');
        expect(plain.replace(/\\[\\|{}@[\]()<>#*_~]/g, '')).not.toMatch(/[\\|{}@[\]()<>#*_~]/);
        expect(plain.replace(/\\([\\|{}@[\]()<>#*_~])/g, '$1')).toBe(text);
      }),
    );
  });
});
