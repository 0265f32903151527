import { describe, expect, it } from 'vitest';
import { pictureNames } from '../../../shared/platforms/wordpress/lib/picture-names.ts';
import { figuresIn, plainTitle, postHtml } from '../../../shared/platforms/wordpress/lib/post-html.ts';
import { draftSlug } from '../../../shared/platforms/wordpress/lib/slug.ts';

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

  it('says in the text what its images show', () => {
    const html = postHtml({ body: 'Text' }, [{ sourceUrl: 'https://a.example/1.png', altText: 'A "red" <door>' }]);
    expect(html).toContain('alt="A &quot;red&quot; &lt;door&gt;"');
  });

  it('has a draft of its own for each version of its text', () => {
    const ids = ['01939f6e-aaaa-7000-8000-111111111ABC', '01939f6e-aaaa-7000-8000-222222222ABC'];
    const slugs = ids.flatMap((id) => [1, 2, 12].map((version) => draftSlug(id, version)));
    expect(slugs[1]).toBe('herald-01939f6eaaaa70008000111111111abc-v2');
    expect(new Set(slugs).size).toBe(6);
  });

  it('calls pictures as their addresses do, each by a name of its own', () => {
    const paths = [
      '/photos/Sommer%20am%20See.JPG?w=800',
      '/a/hafen.png',
      '/b/Hafen.png',
      '/%E6%B8%8B%E8%B0%B7.webp#top',
      '/',
      '/get.php?id=7',
      '/%E0%A4%A.png',
      '/<b>"x"\\y.png',
      `/${'a'.repeat(300)}.png`,
    ];
    expect(pictureNames(paths.map((path) => `https://img.example${path}`))).toEqual([
      'Sommer am See',
      'hafen',
      'Hafen (2)',
      '渋谷',
      'picture',
      'get',
      'E0 A4 A',
      'y',
      'a'.repeat(80),
    ]);
  });
});
