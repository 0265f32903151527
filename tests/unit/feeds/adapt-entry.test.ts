import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adaptEntry } from '../../../shared/feeds/entries/adapt-entry.ts';
import { renderEntry } from '../../../shared/feeds/entries/feed-template.ts';
import type { FeedEntry } from '../../../shared/feeds/feed-entry.ts';
import { rules as bluesky } from '../../../shared/platforms/bluesky/rules.ts';
import { withinLimit } from '../../../shared/platforms/contract/text-count.ts';
import { adapterFor } from '../../../shared/platforms/registry.ts';
import { rules as wordpress } from '../../../shared/platforms/wordpress/rules.ts';
import { rules as x } from '../../../shared/platforms/x/rules.ts';
import { anyText } from '../content/adaptation/any-text.ts';

const link = 'https://blog.example/posts/1';
const anEntry = (fields: Partial<FeedEntry> = {}): FeedEntry => {
  return { guid: '1', title: 'A title', link, summary: 'A summary.', publishedAt: undefined, ...fields };
};
const template = '{title}\n\n{summary}\n\n{link}';

describe('an entry as a post', () => {
  it('keeps every limit of the platform, whatever it says', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.constantFrom(bluesky, x, wordpress), (title, summary, rules) => {
        const { body } = adaptEntry(template, anEntry({ title, summary }), rules);
        expect(withinLimit(body, rules.text)).toBe(true);
        expect(body).toContain(link);
      }),
      { numRuns: 200 },
    );
  });

  it('runs no shortcode on the site, whatever it says; the user’s own template may', () => {
    const summary = 'Gut [su_user field="user_pass"] und &#91;x] https://a.example/?l=[de]';
    const entry = anEntry({ title: '[title]', summary: `${summary} ${'Wort '.repeat(30)}` });
    for (const one of [
      '{title} {summary} {link}',
      '<p>{title}</p><p>{summary}</p>',
      '<p>{title} [gallery] {summary}</p>',
    ]) {
      const { body } = adaptEntry(one, entry, wordpress);
      const sent = String(adapterFor('wordpress').preview({ title: 'T', body }).content);
      expect(sent.replace('[gallery]', '')).not.toContain('[');
      expect(sent.includes('[gallery]')).toBe(one.includes('gallery'));
      expect(sent).toContain('&#91;su_user field="user_pass"]');
    }
    expect(adaptEntry('{title}', entry, bluesky).body).toBe('[title]');
  });

  it('is left as it is where it fits', () => {
    const entry = anEntry({ title: '# 1. *no* _marks_ <b>' });
    for (const rules of [bluesky, x]) {
      expect(adaptEntry(template, entry, rules)).toEqual({ body: renderEntry(template, entry), shortened: false });
    }
  });

  it('loses the end of its summary, then of its title, and never its link', () => {
    const long = adaptEntry(template, anEntry({ summary: 'word '.repeat(200) }), bluesky);
    expect(long).toMatchObject({ shortened: true, body: expect.stringMatching(/^A title\n\n(word )+word…\n\nhttps/) });
    const both = adaptEntry(template, anEntry({ title: 'name '.repeat(90), summary: 'word '.repeat(200) }), bluesky);
    expect(both.body).toMatch(/^(name )+name…\n\nhttps:\/\/blog.example\/posts\/1$/);
    const untold = adaptEntry(`${'fixed '.repeat(80)}{link}`, anEntry(), bluesky);
    expect(untold).toMatchObject({ shortened: true, body: expect.stringMatching(/^(fixed )+fixed…$/) });
  });

  it('counts as the platform counts: a link on X is 23 long', () => {
    const entry = anEntry({ title: 'a'.repeat(250), link: `https://example.com/${'x'.repeat(400)}` });
    expect(adaptEntry('{title} {link}', entry, x)).toMatchObject({ shortened: false });
    // Where it has no room at all, the title goes without it.
    expect(adaptEntry('{title} {link}', entry, bluesky)).toEqual({ body: 'a'.repeat(250), shortened: true });
  });

  it('has the tags and marks of the template, and none of the entry', () => {
    const entry = anEntry({ title: '<script>x</script> & *y*', summary: 'One\n[two](https://evil.example)' });
    const html = '<h2>{title}</h2><script>no</script><p>{summary} <a href="{link}">More</a></p>';
    expect(adaptEntry(html, entry, wordpress).body).toBe(
      `<h2>&lt;script&gt;x&lt;/script&gt; &amp; *y*</h2><p>One<br />&#91;two](https://evil.example) <a href="${link}">More</a></p>`,
    );
    const markdown = { ...bluesky, text: { ...bluesky.text, format: 'markdown' as const } };
    expect(adaptEntry('**{title}**', entry, markdown).body).toBe('**\\<script\\>x\\<\\/script\\> \\& \\*y\\***');
  });

  it('has a title where the platform needs one, and only the $SYMBOLS that it takes', () => {
    expect(adaptEntry(template, anEntry(), wordpress).title).toBe('A title');
    expect(adaptEntry(template, anEntry({ title: '' }), wordpress).title).toBe('A summary.');
    expect(adaptEntry(template, anEntry(), x)).not.toHaveProperty('title');
    expect(adaptEntry('{title}', anEntry({ title: '$AAPL and $TSLA' }), x).body).toBe('$AAPL and TSLA');
  });
});
