import { describe, expect, it } from 'vitest';
import { figuresIn, plainTitle, postHtml } from '../../../shared/platforms/wordpress/lib/post-html.ts';
import { draftMark, draftSlug, hasDraftMark } from '../../../shared/platforms/wordpress/lib/slug.ts';

describe('a WordPress post', () => {
  it('has a paragraph for each block of plain text, and markup in it is text', () => {
    expect(postHtml({ body: 'One < two\nstill one\n\nTwo & "three"' })).toBe(
      '<p>One &lt; two<br />\nstill one</p>\n\n<p>Two &amp; "three"</p>',
    );
  });

  it('keeps an author’s markup and nothing that runs', () => {
    const body =
      '<h2>Title</h2><p onclick="x()">Text <a href="javascript:x()">a</a><script>x()</script><iframe src="a"></iframe></p>';
    expect(postHtml({ body })).toBe('<h2>Title</h2><p>Text <a>a</a></p>');
  });

  it('ends with the link, unless the text has it', () => {
    const linkUrl = 'https://example.com/?a=1&b=2';
    const link = '<p><a href="https://example.com/?a=1&amp;b=2">https://example.com/?a=1&amp;b=2</a></p>';
    expect(postHtml({ body: 'Text', linkUrl })).toBe(`<p>Text</p>\n\n${link}`);
    expect(postHtml({ body: `See ${linkUrl}`, linkUrl })).not.toContain('<a');
  });

  it('can be edited without losing its images', () => {
    const html = postHtml({ body: 'Text' }, [
      { sourceUrl: 'https://a.example/1.png', id: 7 },
      { sourceUrl: 'https://a.example/2.png' },
    ]);
    expect(figuresIn(html)).toHaveLength(2);
    expect(html.endsWith(figuresIn(html)[1]!)).toBe(true);
  });

  it('has a title without markup', () => {
    expect(plainTitle('<script>x</script> & co')).toBe('&lt;script&gt;x&lt;/script&gt; & co');
  });

  it.each([
    ['Über die Größe!', 'uber-die-gro-e-00000abc'],
    ['日本語', '00000abc'],
    ['', '00000abc'],
    ['A'.repeat(100), `${'a'.repeat(60)}-00000abc`],
  ])('has a slug of its title "%s" and its distribution', (title, slug) => {
    expect(draftSlug(title, '01939f6e-aaaa-7000-8000-000000000ABC', 1)).toBe(slug);
  });

  it('has another slug when made in the same minute', () => {
    const ids = ['01939f6e-aaaa-7000-8000-111111111111', '01939f6e-aaaa-7000-8000-222222222222'];
    expect(new Set(ids.map((id) => draftSlug('Same', id, 1))).size).toBe(2);
  });

  it('has another slug for each version of its text, and each is known by its own mark alone', () => {
    const id = '01939f6e-aaaa-7000-8000-000000000abc';
    const versions = [1, 2, 12];
    const slugs = versions.map((version) => draftSlug('Same', id, version));
    expect(slugs).toEqual(['same-00000abc', 'same-00000abc-v2', 'same-00000abc-v12']);
    for (const [index, version] of versions.entries()) {
      const mark = draftMark(id, version);
      expect(slugs.map((slug) => hasDraftMark(slug, mark))).toEqual(versions.map((_, other) => other === index));
      expect(hasDraftMark(draftSlug('', id, version), mark)).toBe(true);
    }
  });
});
