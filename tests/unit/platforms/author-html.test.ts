import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorHtml, isHtml, sanitised } from '../../../shared/platforms/contract/author-html.ts';
import { contentNotes } from '../../../shared/platforms/contract/content-notes.ts';
import { htmlPieces } from '../../../shared/platforms/contract/html-pieces.ts';
import { adapterFor } from '../../../shared/platforms/registry.ts';
import { postHtml } from '../../../shared/platforms/wordpress/lib/post-html.ts';

const { rules } = adapterFor('wordpress');

describe('an author’s WordPress text arrives as it is written', () => {
  it.each([
    '<!-- wp:quote -->\n<blockquote class="wp-block-quote"><!-- wp:paragraph -->\n<p>Ja</p>\n<!-- /wp:paragraph --></blockquote>\n<!-- /wp:quote -->',
    '<p>Anfang</p>\n<!--more-->\n<p>Rest</p>\n<!--nextpage-->\n<p>Seite 2</p>',
    'Anfang\n\n<!--more-->\n\nRest',
    'Heute <b>nur</b> bis <i>zwölf</i> Uhr.',
    '<p>[video src="https://cdn.example.com/a.mp4" width="640"]</p>',
    '<p>Eckig: &#91;galerie]</p>',
  ])('%s', (body) => {
    expect(postHtml({ body })).toBe(body);
    expect(contentNotes({ body }, rules)).toEqual([]);
  });

  it('with straight quotes in a shortcode of plain text', () => {
    const body = '[video src="https://cdn.example.com/a.mp4" width="640"]';
    expect(postHtml({ body })).toBe(`<p>${body}</p>`);
  });

  it.each([
    ['Wenn a <p und b> c gilt.', '<p>Wenn a &lt;p und b&gt; c gilt.</p>'],
    ['Ein List<String> ist 1 < 2.', '<p>Ein List&lt;String&gt; ist 1 &lt; 2.</p>'],
    ['<p>Ein List<String>, und a <p und b> c.</p>', '<p>Ein List&lt;String&gt;, und a &lt;p und b&gt; c.</p>'],
    ['<p>Ein <b class="x" offen</p>', '<p>Ein &lt;b class="x" offen</p>'],
  ])('with every word that only looks like a tag: %s', (body, html) => {
    expect(postHtml({ body })).toBe(html);
  });

  it('or says what went', () => {
    const body =
      '<p style="color:red" onclick="x()">Text <a href="javascript:x()">a</a></p><iframe src="https://a.example"></iframe><script>x()</script>';
    expect(postHtml({ body })).toBe('<p>Text <a>a</a></p>');
    const [note] = contentNotes({ body }, rules);
    expect(note).toMatchObject({ code: 'markup_left_out', field: '/body' });
    for (const gone of ['style', 'onclick', 'javascript:', '<iframe>', '<script>'])
      expect(note!.message).toContain(gone);
  });

  it('is told where Markdown or HTML would be seen', () => {
    const codes = (kind: Parameters<typeof adapterFor>[0], body: string) =>
      contentNotes({ body }, adapterFor(kind).rules).map(({ code, field }) => `${code} ${field}`);
    for (const body of ['Das ist **neu**.', 'Siehe [hier](https://a.example/x).', '## Titel\n\nText', '```\na\n```']) {
      for (const kind of ['x', 'bluesky', 'wordpress', 'sandbox'] as const)
        expect(codes(kind, body), `${kind} ${body}`).toContain('markup_shown_as_written /body');
    }
    expect(codes('x', 'Heute <b>nur</b> bis zwölf.')).toEqual(['markup_shown_as_written /body']);
    for (const body of ['5 * 3 ** 2', '[1] und (2)', '#tag', 'a < b > c', '- eins\n- zwei'])
      expect(codes('x', body)).toEqual([]);
  });
});

describe('what runs or reaches out does not arrive', () => {
  it('in comments that browsers end elsewhere', () => {
    for (const comment of [
      '<!--><script>x()</script>-->',
      '<!-- a --!><script>x()</script> -->',
      '<!---><script>x()</script>-->',
    ]) {
      const { html } = sanitised(`<p>a</p>${comment}`);
      expect(html.replaceAll(/<!--[^>]*-->/g, '')).not.toContain('<script');
    }
  });

  it('by an entity that looks like a mark of ours', () => {
    const comment = '<!-- "><script>x()</script> -->';
    for (const entity of ['&#xE000;', '&#57344;', '&#xE001;']) {
      const html = authorHtml(`${comment}<p title="${entity}0${entity}">a</p>`);
      expect(html.replace(comment, '')).not.toContain('<script');
      expect(authorHtml(`<p>eins ${entity} zwei</p>`)).toMatch(/^<p>eins . zwei<\/p>$/u);
    }
  });

  it('nor is a text refused for its letters, with every private one in it', () => {
    const letters = Array.from({ length: 0x1900 }, (_, place) => String.fromCharCode(0xe000 + place)).join('');
    expect(authorHtml(`<p>${letters}</p>`)).toBe(`<p>${letters}</p>`);
  });

  it('in a window that knows who opened it', () => {
    expect(authorHtml('<a href="https://a.example" target="_blank">a</a>')).toContain('rel="noopener"');
    expect(authorHtml('<a href="https://a.example" target="_blank" rel="nofollow">a</a>')).toContain(
      'rel="nofollow noopener"',
    );
  });

  it('whatever the text is made of', () => {
    const piece = fc.constantFrom(
      ...[
        '<',
        '>',
        '<!--',
        '-->',
        '--!>',
        '<script>',
        '</script>',
        '<p>',
        '</p>',
        '"',
        "'",
        '<a href="',
        'javascript:x()',
      ],
      ...[
        '<img src=x onerror=y()>',
        '<svg onload=x()>',
        '&#91;',
        '&lt;',
        '\ue000',
        '0',
        ' ',
        'a',
        '=',
        '/',
        '<b ',
        '<style>',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const html = authorHtml(pieces.join(''));
        for (const one of htmlPieces(html)) {
          if (one.kind !== 'tag') continue;
          expect(['script', 'svg', 'style', 'iframe']).not.toContain(one.name);
          for (const [name, value = ''] of one.attributes!) {
            expect(name.startsWith('on')).toBe(false);
            expect(/^\s*javascript:/i.test(name === 'href' ? value : '')).toBe(false);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('and pieces are the whole text, in order', () => {
    const signs = fc.string({ unit: fc.constantFrom(...'<>!-/="\' abp'.split('')), maxLength: 60 });
    const joined = (text: string) =>
      htmlPieces(text)
        .map((one) => one.text)
        .join('');
    fc.assert(fc.property(signs, (text) => joined(text) === text));
  });

  it('is told apart from HTML', () => {
    for (const html of ['<p>a', 'a<br>b', 'x <em>y</em>', '<!--more-->', '<a href="https://a.example">a'])
      expect(isHtml(html), html).toBe(true);
    for (const text of ['a < b', 'a <b c', 'List<String>', 'if <p> then', '<3', '<a b'])
      expect(isHtml(text), text).toBe(false);
  });
});
