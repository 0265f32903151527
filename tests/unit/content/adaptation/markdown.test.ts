import { describe, expect, it } from 'vitest';
import { fitHtml } from '../../../../shared/content/adaptation/text/fit-html.ts';
import { parseMarkdown } from '../../../../shared/content/adaptation/text/markdown.ts';
import { markdownText } from '../../../../shared/content/adaptation/text/markdown-text.ts';
import { tagMarkdownLinks, tagTokenLinks } from '../../../../shared/content/adaptation/text/tag-links.ts';
import { authorHtml } from '../../../../shared/platforms/contract/author-html.ts';

const text = (markdown: string) => markdownText(parseMarkdown(markdown));
const html = (markdown: string) => fitHtml(parseMarkdown(markdown), () => true).html;

describe('Markdown as plain text', () => {
  it.each([
    ['headings as lines', '# Title\nText\n\n## Next\n', 'Title\n\nText\n\nNext'],
    ['emphasis without its marks', 'a *b* **c** ~~d~~ _e_', 'a b c d e'],
    ['lists as bullets', '- one\n- two\n  - three\n\nEnd', '• one\n• two\n  • three\n\nEnd'],
    ['numbers from where they begin', '3. three\n4. four', '3. three\n4. four'],
    ['a loose list with room', '- one\n\n  more\n\n- two', '• one\n\n  more\n\n• two'],
    ['quotes with their sign', '> one\n> two\n>\n> three', '> one\n> two\n\n> three'],
    ['code as it is', 'Run `a *b*`:\n\n```sh\nnpm  run\n\n# x\n```', 'Run a *b*:\n\nnpm  run\n\n# x'],
    ['links with their address', 'See [the page](https://a.example/b "t").', 'See the page (https://a.example/b).'],
    [
      'bare addresses once',
      '<https://a.example> https://b.example/_c_ [https://d.example](https://d.example)',
      'https://a.example https://b.example/_c_ https://d.example',
    ],
    ['addresses as they are written', 'https://пример.рф/путь', 'https://пример.рф/путь'],
    ['mail addresses', '[write](mailto:a@b.example?subject=x) <a@b.example>', 'write (a@b.example) a@b.example'],
    ['no dangerous links', '[x](javascript:alert(1))', '[x](javascript:alert(1))'],
    ['images as their text', '![A cat](https://a.example/c.png) sat', 'A cat sat'],
    ['tables as lines', '| a | b |\n|---|---|\n| 1 | 2 |', 'a | b\n1 | 2'],
    ['line breaks kept', 'one\ntwo  \nthree', 'one\ntwo\nthree'],
    ['entities and escapes as what they mean', '&amp; &lt; \\* &copy;', '& < * ©'],
    [
      'HTML without tags',
      '<div><p>One &amp; <b>two</b></p><p>three</p></div>\n\na<br>b <i>c</i>',
      'One & two\nthree\n\na\nb c',
    ],
    ['no scripts', '<script>alert(1)</script>\n\n<style>p{}</style>\n\nText', 'Text'],
    ['no scripts in a line', 'One <script>alert(1)</script>two <style>p{}</style>three', 'One two three'],
    [
      'links in HTML',
      '<div><a href="https://a.example">here</a> <a class="b" href=\'https://a.example/b\'>https://a.example/b</a></div>',
      'here (https://a.example) https://a.example/b',
    ],
    [
      'links in links of HTML',
      '<a href="https://a.example">one *[two](https://b.example)*</a> </a> three',
      'one two (https://b.example) (https://a.example)  three',
    ],
    ['hashtags and mentions untouched', '#tag and @foo_bar_baz', '#tag and @foo_bar_baz'],
    ['nothing of nothing', '***\n\n[x]: https://a.example\n', ''],
  ])('%s', (_, markdown, expected) => {
    expect(text(markdown)).toBe(expected);
  });

  // Each of these once took time by a power of its length: here they only have to come to an end.
  it.each([
    ['beginnings of links', `<div>\n${'<a href="https:'.repeat(20_000)}\n</div>`],
    ['spaces', `Much: <div>a${' '.repeat(300_000)}b</div>`],
    ['links', '[a](https://a.example/b) '.repeat(20_000)],
    ['backticks and images', `Much: ${'`'.repeat(100_000)} ${'![a]('.repeat(2_000)}`],
  ])('takes no longer for many %s than for other text', (_, further) => {
    const markdown = `Start\n\n${further}`;
    const tokens = parseMarkdown(markdown);
    tagTokenLinks(tokens, { query: 'utm_source=x' });
    expect(markdownText(tokens)).toContain('Start');
    expect(tagMarkdownLinks(markdown, { query: 'utm_source=x' })).toContain('Start');
  });

  it('can be links alone', () => {
    expect(markdownText(parseMarkdown('See [the page](https://a.example/b).'), 'url')).toBe('See https://a.example/b.');
  });
});

describe('Markdown as HTML', () => {
  it('is rendered', () => {
    expect(html('# A\n\n- b `c`\n\n| d |\n|---|\n| e |\n\n[f](https://a.example/?g=1&h=2)')).toBe(
      '<h1>A</h1>\n<ul>\n<li>b <code>c</code></li>\n</ul>\n<table>\n<thead>\n<tr>\n<th>d</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>e</td>\n</tr>\n</tbody>\n</table>\n<p><a href="https://a.example/?g=1&amp;h=2">f</a></p>',
    );
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    '[x](javascript:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '<iframe src="https://a.example"></iframe>',
    '<svg onload=alert(1)>',
    '<p style="position:fixed" onclick="x()">x</p>',
    '![x](https://a.example/"onerror="alert(1))',
  ])('holds nothing that runs: %s', (markdown) => {
    const rendered = html(`Text\n\n${markdown}\n\nin ${markdown} line`);
    expect(rendered).not.toMatch(/<(script|iframe|svg)|<[^>]*\s(on\w+|style)=|<[^>]*(href|src)="?(javascript|data):/i);
    expect(authorHtml(rendered)).toBe(rendered);
  });

  it('keeps whole blocks where it is too long, and says so', () => {
    const within = (max: number) => (one: string) => one.length <= max;
    const tokens = parseMarkdown('First **block**.\n\n- a\n- b\n\nLast block, which is long.');
    expect(fitHtml(tokens, within(90))).toEqual({
      removed: [],
      html: '<p>First <strong>block</strong>.</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<p>…</p>',
      shortened: true,
    });
    expect(fitHtml(tokens, within(25))).toEqual({ html: '<p>First block. …</p>', shortened: true, removed: [] });
  });
});
