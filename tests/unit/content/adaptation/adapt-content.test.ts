import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adaptContent } from '../../../../shared/content/adaptation/adapt-content.ts';
import type { AdaptOptions, SourceContent } from '../../../../shared/content/adaptation/adaptable-content.ts';
import { distributionContentSchema } from '../../../../shared/platforms/contract/content.ts';
import type { ContentRules } from '../../../../shared/platforms/contract/content-rules.ts';
import { hasLink, sentText } from '../../../../shared/platforms/contract/link-text.ts';
import { adapterFor, platformKinds } from '../../../../shared/platforms/registry.ts';
import { postHtml } from '../../../../shared/platforms/wordpress/lib/post-html.ts';
import { anyText } from './any-text.ts';

const url = fc.webUrl({ withFragments: true, withQueryParameters: true, size: 'medium' });
const longUrl = fc.integer({ min: 1, max: 2_000 }).map((length) => `https://example.com/${'x'.repeat(length)}`);
const anySource: fc.Arbitrary<SourceContent> = fc.record(
  {
    title: anyText,
    body: anyText,
    keywords: fc.array(anyText, { maxLength: 8 }),
    topics: fc.array(fc.constantFrom('news', 'open source', 'hashtag'), { maxLength: 3 }),
    media: fc.array(
      fc.record({ url, altText: anyText, mimeType: fc.constantFrom('image/png', 'video/mp4', undefined) }),
      { maxLength: 25 },
    ),
    canonicalUrl: fc.oneof(url, longUrl),
  },
  { requiredKeys: ['body'] },
);
const anyOptions: fc.Arbitrary<AdaptOptions> = fc.record(
  {
    tooLong: fc.constantFrom('truncate', 'thread', 'first_comment'),
    link: fc.constantFrom('post', 'first_comment'),
    terms: fc.boolean(),
    hashtags: fc.boolean(),
    utm: fc.record({
      templates: fc.constant({ source: '{platform}', medium: 'social', campaign: '{campaign}' }),
      values: fc.record({ campaign: anyText }),
    }),
  },
  { requiredKeys: [] },
);
/** What no adaptation can mend, and what its note says. */
const missing: Record<string, string> = {
  text_required: 'too_little_text',
  text_too_short: 'too_little_text',
  title_required: 'title_missing',
};

describe.each(platformKinds)('a content for %s', (kind) => {
  const adapter = adapterFor(kind);

  it('passes the platform’s own check, whatever it was; only what is missing is still missing, and said', () => {
    fc.assert(
      fc.property(anySource, anyOptions, (source, options) => {
        const { content, notes } = adaptContent(source, adapter.rules, options);
        expect(distributionContentSchema.safeParse(content).error).toBeUndefined();
        const said = notes.map(({ code }) => code);
        for (const { code, message } of adapter.validate(content)) {
          expect(said, `${code}: ${message}`).toContain(missing[code]);
        }
        if (adapter.validate(content).length === 0) adapter.preview(content);
      }),
      { numRuns: 250 },
    );
  });

  it('passes it as a whole where there is enough of it', () => {
    const words = fc.array(
      fc.constantFrom('word', '日本語', '@alice.bsky.social', '$AAPL', '#tag', 'https://a.example/b', '\n\n'),
      { maxLength: 400 },
    );
    fc.assert(
      fc.property(words, anyOptions, (list, options) => {
        const body = `${'Enough of a text. '.repeat(8)}${list.join(' ')}`;
        const { content } = adaptContent({ title: 'Title', body }, adapter.rules, options);
        expect(adapter.validate(content)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a content', () => {
  const rulesOf = (kind: (typeof platformKinds)[number]): ContentRules => adapterFor(kind).rules;
  const long = `${'A sentence of some words. '.repeat(30)}The end.`;

  it('is the same text where it fits, with its link, media and hashtags', () => {
    const source = {
      title: 'Title',
      body: 'A **short** text.',
      keywords: ['open source'],
      media: [{ url: 'https://a.example/i.png', altText: 'A cat' }],
      canonicalUrl: 'https://a.example/p',
    };
    expect(adaptContent(source, rulesOf('bluesky'))).toEqual({
      content: {
        title: 'Title',
        body: 'A short text.\n\n#OpenSource',
        mediaUrls: ['https://a.example/i.png'],
        linkUrl: 'https://a.example/p',
        platformSpecific: { altTexts: ['A cat'] },
      },
      notes: [],
    });
  });

  it('leaves room for the link where the platform puts it into the text', () => {
    const { content } = adaptContent(
      { body: long, canonicalUrl: `https://a.example/${'x'.repeat(300)}` },
      rulesOf('x'),
    );
    expect(content.body).toMatch(/words\. …$/);
    expect(content.body.length).toBeGreaterThan(215);
    expect(adapterFor('x').validate(content)).toEqual([]);
  });

  it('is a numbered thread where that is asked for and the platform takes it', () => {
    const { content, notes } = adaptContent({ body: long, keywords: ['news'] }, rulesOf('x'), { tooLong: 'thread' });
    const posts = [content.body, ...((content.platformSpecific?.thread ?? []) as string[])];
    expect(posts.map((post) => post.split('\n\n').at(-1))).toEqual(['1/3', '2/3', '3/3']);
    expect(posts[2]).toMatch(/The end\.\n\n#news\n\n3\/3$/);
    expect(notes.map(({ code }) => code)).toEqual(['thread_made']);
    const elsewhere = adaptContent({ body: long }, rulesOf('sandbox-container'), { tooLong: 'thread' });
    expect(elsewhere.content.platformSpecific).toBeUndefined();
    expect(elsewhere.notes.map(({ code }) => code)).toEqual(['text_shortened']);
  });

  it('has a first comment of what did not fit, where that is asked for and the platform takes it', () => {
    const canonicalUrl = 'https://a.example/p';
    const source = { body: long.slice(0, 450), keywords: ['news'], canonicalUrl };
    const { content, notes } = adaptContent(source, rulesOf('x'), { tooLong: 'first_comment' });
    expect(content.body).toMatch(/of some words\.$/);
    expect(content.linkUrl).toBe(canonicalUrl);
    const comment = String(content.platformSpecific?.firstComment);
    expect(comment).toMatch(/^A sentence .*\n\n#news$/s);
    expect(`${content.body} ${comment.split('\n\n')[0]}`).toBe(source.body.trim());
    expect(notes.map(({ code }) => code)).toEqual(['comment_made']);
    const short = adaptContent({ body: 'Short.' }, rulesOf('x'), { tooLong: 'first_comment' });
    expect(short).toEqual({ content: { body: 'Short.' }, notes: [] });
    const elsewhere = adaptContent({ body: long }, rulesOf('sandbox-container'), { tooLong: 'first_comment' });
    expect(elsewhere.content.platformSpecific).toBeUndefined();
    expect(
      adaptContent({ body: long }, rulesOf('x'), { tooLong: 'first_comment' }).notes.map(({ code }) => code),
    ).toEqual(['comment_made', 'text_shortened']);
  });

  it('has its link in the first comment, tagged, alone or under the rest of the text', () => {
    const canonicalUrl = 'https://a.example/p';
    const options = { link: 'first_comment', utm: { templates: { source: '{platform}' } } } as const;
    const tagged = `${canonicalUrl}?utm_source=bluesky`;
    const short = adaptContent({ body: 'Short.', canonicalUrl }, rulesOf('bluesky'), options);
    expect(short).toEqual({ content: { body: 'Short.', platformSpecific: { firstComment: tagged } }, notes: [] });
    const both = adaptContent({ body: long.slice(0, 450), canonicalUrl }, rulesOf('bluesky'), {
      ...options,
      tooLong: 'first_comment',
    });
    expect(both.content.linkUrl).toBeUndefined();
    expect(both.content.platformSpecific?.firstComment).toMatch(
      /^A sentence .*\n\nhttps:\/\/a\.example\/p\?utm_source=bluesky$/s,
    );
    const said = adaptContent({ body: `See ${canonicalUrl}`, canonicalUrl }, rulesOf('bluesky'), options);
    expect(said.content).toEqual({ body: `See ${tagged}` });
    const elsewhere = adaptContent({ body: 'Short.', canonicalUrl }, rulesOf('sandbox-container'), options);
    expect(elsewhere.content.linkUrl).toBe(`${canonicalUrl}?utm_source=sandbox-container`);
    const thread = adaptContent({ body: long, canonicalUrl }, rulesOf('x'), {
      link: 'first_comment',
      tooLong: 'thread',
    });
    expect(thread.content.linkUrl).toBe(canonicalUrl);
    expect(thread.notes.map(({ code }) => code)).toEqual(['thread_made', 'link_in_post']);
  });

  it('says what of a text went into no thread', () => {
    const { content, notes } = adaptContent({ body: long.repeat(20) }, rulesOf('x'), { tooLong: 'thread' });
    expect(content.platformSpecific?.thread).toHaveLength(24);
    expect(notes.map(({ code }) => code)).toEqual(['thread_made', 'text_shortened']);
  });

  it('is HTML for WordPress, with the tags in its links, and the link once', () => {
    const source = {
      title: 'T',
      body: '# Hi\n\n[here](https://a.example/p#top) <script>x</script>',
      canonicalUrl: 'https://a.example/p#top',
    };
    const utm = { templates: { source: '{platform}', medium: 'blog' } };
    const { content } = adaptContent(source, rulesOf('wordpress'), { utm });
    const tagged = 'https://a.example/p?utm_source=wordpress&amp;utm_medium=blog#top';
    expect(content.body).toBe(`<h1>Hi</h1>\n<p><a href="${tagged}">here</a> </p>`);
    expect(postHtml(content)).toBe(content.body);
    expect(postHtml(adaptContent({ ...source, body: 'Text' }, rulesOf('wordpress'), { utm }).content)).toContain(
      `href="${tagged}"`,
    );
  });

  it('has topics as categories and keywords as tags where that is asked for and the platform has such', () => {
    const source = { title: 'T', body: long, topics: ['News', 'news', 'Art  & craft'], keywords: ['one'] };
    const specific = { categories: ['News', 'Art & craft'], tags: ['one'] };
    const { content, notes } = adaptContent(source, rulesOf('wordpress'), { terms: true });
    expect(content.platformSpecific).toEqual(specific);
    expect(notes).toEqual([]);
    expect(adaptContent(source, rulesOf('wordpress')).content.platformSpecific).toBeUndefined();
    expect(adaptContent(source, rulesOf('x'), { terms: true }).content.platformSpecific).toBeUndefined();
    const topics = Array.from({ length: 22 }, (_, index) => `Topic ${index}`);
    const many = adaptContent({ ...source, topics }, rulesOf('wordpress'), { terms: true });
    expect(adapterFor('wordpress').validate(many.content)).toEqual([]);
    expect(many.notes).toMatchObject([{ code: 'terms_left_out', field: '/platformSpecific/categories' }]);
  });

  it('gets a title from its text where the platform needs one', () => {
    const { content, notes } = adaptContent({ body: '## The *news*\n\nText' }, rulesOf('wordpress'));
    expect(content.title).toBe('The news');
    expect(notes[0]).toMatchObject({ code: 'title_from_text', field: '/title' });
  });

  it('has one link address for all that it links to itself with', () => {
    const source = { body: 'See https://a.example/p for it', canonicalUrl: 'https://a.example/p' };
    const { content } = adaptContent(source, rulesOf('x'), { utm: { templates: { source: '{platform}' } } });
    expect(content.body).toBe(`See ${content.linkUrl} for it`);
  });

  it('has its link beside another one that begins like it', () => {
    const source = {
      body: 'See https://example.com/newsletter, or https://example.com/?q.',
      canonicalUrl: 'https://example.com/',
    };
    expect(sentText(adaptContent(source, rulesOf('x')).content, rulesOf('x'))).toBe(
      `${source.body}\n\n${source.canonicalUrl}`,
    );
    const site = {
      title: 'News',
      body: `[All](https://example.com/news/all) ${'of it '.repeat(30)}`,
      canonicalUrl: 'https://example.com/news',
    };
    expect(postHtml(adaptContent(site, rulesOf('wordpress')).content)).toContain('href="https://example.com/news"');
    for (const end of ['', '.', '/', '/.', ')', ' more', '!', '\u3002'])
      expect(hasLink(`See https://example.com/news${end}`, 'https://example.com/news'), end).toBe(true);
    for (const end of ['s', '/a', '?a', '.html', '#a', '-a', '%20', ':80', '\u00e4'])
      expect(hasLink(`See https://example.com/news${end}`, 'https://example.com/news'), end).toBe(false);
  });

  it('does without tags, then without the link, where there is no room', () => {
    const media = [{ url: 'https://a.example/i.png' }];
    const utm = { templates: { source: '{platform}', campaign: 'c'.repeat(200) } };
    const link = (length: number) => `https://a.example/${'x'.repeat(length)}`;
    const { text, ...others } = rulesOf('bluesky');
    const rules = { ...others, text: { ...text, links: undefined } };
    const untagged = adaptContent({ body: 'Text', media, canonicalUrl: link(150) }, rules, { utm });
    expect(untagged.content.linkUrl).toBe(link(150));
    expect(untagged.notes.map(({ code }) => code)).toEqual(['link_untagged']);
    const dropped = adaptContent({ body: 'Text', media, canonicalUrl: link(300) }, rules, { utm });
    expect(dropped.content.linkUrl).toBeUndefined();
    expect(dropped.notes.map(({ code }) => code)).toEqual(['link_left_out']);
  });

  it('names each thing that was left out or changed', () => {
    const media = Array.from({ length: 6 }, (_, index) => ({
      url: `https://a.example/${index}.png`,
      altText: 'x'.repeat(1_500),
    }));
    const source = { body: '$AAPL and $TSLA', keywords: ['one', 'two', 'three'], media };
    const { content, notes } = adaptContent(source, rulesOf('x'));
    expect(content.body).toBe('$AAPL and TSLA\n\n#one #two');
    expect(notes.map(({ code, field }) => `${code} ${field}`)).toEqual([
      'cashtags_made_plain /body',
      'hashtags_left_out /body',
      'media_left_out /mediaUrls',
      ...[0, 1, 2, 3].map((index) => `alt_text_shortened /platformSpecific/altTexts/${index}`),
    ]);
    expect(adaptContent({ body: '' }, rulesOf('sandbox')).notes).toMatchObject([{ code: 'too_little_text' }]);
  });

  it('keeps to rules of platforms yet to come: links of one weight, Markdown, HTML with a limit', () => {
    const base: ContentRules = {
      kind: 'other',
      displayName: 'Other',
      text: { required: true, max: 60, unit: 'graphemes', urlWeight: 23 },
      title: { required: false },
      media: { max: 0, types: [], maxBytes: 0 },
    };
    const link = `https://example.com/${'x'.repeat(100)}`;
    expect(adaptContent({ body: `See ${link} and more` }, base).content.body).toBe(`See ${link} and more`);
    const markdown = { ...base, text: { required: true, max: 60, unit: 'characters', format: 'markdown' } } as const;
    expect(adaptContent({ body: '**bold** [a](https://b.example)' }, markdown).content.body).toBe(
      '**bold** [a](https://b.example)',
    );
    const html = { ...base, text: { required: true, max: 60, unit: 'characters', format: 'html' } } as const;
    const { content, notes } = adaptContent({ body: `First.\n\n${long}` }, html);
    expect(content.body).toBe('<p>First.</p>\n<p>…</p>');
    expect(notes).toMatchObject([{ code: 'text_shortened' }]);
  });
});
