import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../../shared/content/adaptation/text/clean-text.ts';
import { escapeMarkdown } from '../../../../shared/content/adaptation/text/escape-markdown.ts';
import { type MarkdownTokens, parseMarkdown } from '../../../../shared/content/adaptation/text/markdown.ts';
import { markdownText } from '../../../../shared/content/adaptation/text/markdown-text.ts';
import { plainBody } from '../../../../shared/content/adaptation/text/plain-body.ts';
import { plainText } from '../../../../shared/feeds/source/plain-text.ts';
import { rules as wordpress } from '../../../../shared/platforms/wordpress/rules.ts';
import { anyText } from './any-text.ts';

/** White space is not kept as it is: Markdown and HTML have their own. */
const words = (text: string) => text.replace(/\s+/g, ' ').trim();
/** The reader of HTML takes what has no width for white space too. */
const seen = (text: string) => text.replace(/[\s\u200B]+/g, '');
const typesOf = (tokens: MarkdownTokens): string[] =>
  tokens.flatMap(({ type, children }) => [type, ...typesOf(children ?? [])]);
const plainTypes = ['paragraph_open', 'paragraph_close', 'inline', 'text', 'hardbreak', 'link_open', 'link_close'];

describe('a plain text as Markdown', () => {
  it('says what it said, whatever it looks like', () => {
    fc.assert(
      fc.property(anyText, (any) => {
        const text = cleanText(any);
        const tokens = parseMarkdown(escapeMarkdown(text));
        expect(words(markdownText(tokens))).toBe(words(text));
        expect(plainTypes).toEqual(expect.arrayContaining([...new Set(typesOf(tokens))]));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['marks', '# no *head* _or_ `code`', '<p># no *head* _or_ `code`</p>'],
    ['lists and quotes', '- a\n1. b\n> c', '<p>- a<br />1. b<br />&gt; c</p>'],
    ['tags', '<script>alert(1)</script> <b>x</b>', '<p>&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;x&lt;/b&gt;</p>'],
    ['entities', '&lt;b&gt; &amp;copy;', '<p>&amp;lt;b&amp;gt; &amp;amp;copy;</p>'],
    [
      'links in Markdown',
      '[x](https://a.example)',
      '<p>&#91;x](<a href="https://a.example">https://a.example</a>)</p>',
    ],
    ['paragraphs', 'one\n \ntwo', '<p>one</p>\n<p>two</p>'],
  ])('is HTML that shows it: %s', (_, text, html) => {
    expect(plainBody(text, wordpress).replace(/<br \/>\n/g, '<br />')).toBe(html);
  });

  it('is HTML in which nothing else stands', () => {
    fc.assert(
      fc.property(anyText, (any) => {
        const html = plainBody(any, wordpress);
        expect(html.replace(/<\/?p>|<br \/>|<a href="[^"<>]*">|<\/a>/g, '')).not.toMatch(/[<>]/);
        expect(seen(plainText(html))).toBe(seen(cleanText(any)));
      }),
      { numRuns: 300 },
    );
  });
});
