import type { DistributionContent } from '../../platforms/contract/content.ts';
import type { ContentRules } from '../../platforms/contract/content-rules.ts';
import { asSent, hasLink, sentText, withLink } from '../../platforms/contract/link-text.ts';
import { lengthOf, shownText, unitName, withinLimit } from '../../platforms/contract/text-count.ts';
import { adaptLink } from './adapt-link.ts';
import { adaptMedia } from './adapt-media.ts';
import { adaptTerms } from './adapt-terms.ts';
import { type AdaptedText, adaptText } from './adapt-text.ts';
import { adaptTitle } from './adapt-title.ts';
import type { AdaptationNote, AdaptOptions, SourceContent } from './adaptable-content.ts';
import { cleanText } from './text/clean-text.ts';
import { fitHtml } from './text/fit-html.ts';
import { type MarkdownTokens, parseMarkdown } from './text/markdown.ts';
import { markdownText } from './text/markdown-text.ts';
import { tagMarkdownLinks, tagTokenLinks } from './text/tag-links.ts';
import { type LinkTags, utmQuery } from './text/utm.ts';

export interface Adapted {
  content: DistributionContent;
  notes: AdaptationNote[];
}

/**
 * What one platform gets of a content: within all its limits, with a note for whatever was changed or left out. Only what
 * is missing in the content can still fail the platform's check: a title, media, or enough text.
 */
export function adaptContent(source: SourceContent, rules: ContentRules, options: AdaptOptions = {}): Adapted {
  const adapted = adaptAll(source, rules, options);
  if (options.link !== 'first_comment' || adapted.content.platformSpecific?.thread === undefined) return adapted;
  const { content, notes } = adaptAll(source, rules, { ...options, link: 'post' });
  const message = 'The link stays in the post: a thread has no first comment.';
  return { content, notes: [...notes, { code: 'link_in_post', field: '/linkUrl', message }] };
}

function adaptAll(source: SourceContent, rules: ContentRules, options: AdaptOptions): Adapted {
  const query = utmQuery(options.utm?.templates ?? {}, { platform: rules.kind, ...options.utm?.values });
  const tags = { query, hosts: options.utm?.hosts };
  const clean = cleanText(source.body);
  const tokens = parseMarkdown(clean);
  tagTokenLinks(tokens, tags);
  const plain = markdownText(tokens);
  const title = adaptTitle(source.title, rules, plain);
  const media = adaptMedia(source.media ?? [], rules);
  const { mediaUrls } = media;
  const { own = {} } = options;
  // The caller's text may already have the address without tags: with tags the post would have it twice.
  const isOwn = own.body !== undefined && hasLink(own.body, source.canonicalUrl ?? '\n');
  const inComment = options.link === 'first_comment' && rules.firstComment === true;
  const shortest = (linkUrl: string) => (inComment ? linkUrl : sentText({ body: '…', linkUrl, mediaUrls }, rules));
  const link =
    own.linkUrl === undefined
      ? adaptLink(source.canonicalUrl, isOwn ? { query: '' } : tags, rules, shortest)
      : { linkUrl: own.linkUrl, notes: [] };
  const commentLink = inComment ? link.linkUrl : undefined;
  const shared = {
    ...(title.title !== undefined && { title: title.title }),
    ...(mediaUrls.length > 0 && { mediaUrls }),
    ...(link.linkUrl !== undefined && !inComment && { linkUrl: link.linkUrl }),
  };
  const fits = (text: string, index: number) =>
    withinLimit(
      index === 0 ? sentText({ ...shared, body: text }, rules) : asSent(withLink(text, commentLink), rules.text),
      rules.text,
    );
  const adapted = () =>
    rules.text.format === 'html'
      ? htmlText(tokens, rules, options, fits)
      : adaptText(sourceText(source.body, plain, rules, tags), keywordsOf(source, options), rules, options, fits);
  const text: AdaptedText = own.body === undefined ? adapted() : { body: own.body, thread: [], notes: [] };
  const { notes: termNotes, ...terms } = options.terms ? adaptTerms(source, rules) : { notes: [] };
  const firstComment = commentOf(text, commentLink);
  const specific = {
    ...terms,
    ...(media.altTexts !== undefined && { altTexts: media.altTexts }),
    ...(text.thread.length > 0 && { thread: text.thread }),
    ...(firstComment !== undefined && { firstComment }),
  };
  // A text that has the link as its author placed it needs no other one under it.
  const isInHtml = rules.text.format === 'html' && hasLink(text.body, link.linkUrl ?? '\n');
  const content: DistributionContent = {
    ...shared,
    ...(isInHtml && { linkUrl: undefined }),
    body: text.body,
    ...(Object.keys(specific).length > 0 && { platformSpecific: specific }),
  };
  const notes = [
    ...(own.body === undefined ? cleaned(source.body, clean) : []),
    ...title.notes,
    ...text.notes,
    ...media.notes,
    ...link.notes,
    ...termNotes,
    ...tooLittle(content, rules),
  ];
  return { content, notes };
}

/** The rest of the text with the link, which is not said twice. */
function commentOf({ body, firstComment }: AdaptedText, link: string | undefined): string | undefined {
  const said = link !== undefined && hasLink(body, link) ? undefined : link;
  return firstComment === undefined ? said : withLink(firstComment, said);
}

function htmlText(
  tokens: MarkdownTokens,
  rules: ContentRules,
  { ellipsis }: AdaptOptions,
  fits: (text: string, index: number) => boolean,
): AdaptedText {
  const { html, shortened, removed } = fitHtml(tokens, (one) => fits(one, 0), ellipsis);
  const field = '/body';
  const notes: AdaptationNote[] = [];
  const message = `The end of the text is left out: ${rules.displayName} takes no more here.`;
  if (shortened) notes.push({ code: 'text_shortened', field, message });
  if (removed.length > 0)
    notes.push({
      code: 'markup_left_out',
      field,
      message: `Left out of the HTML, for it runs, or reaches out of the post: ${removed.join(', ')}.`,
    });
  return { body: html, thread: [], notes };
}

function sourceText(body: string, plain: string, { text }: ContentRules, tags: LinkTags): string {
  return text.format === 'markdown' ? tagMarkdownLinks(cleanText(body), tags) : plain;
}

function keywordsOf({ keywords = [], topics = [] }: SourceContent, { hashtags = true }: AdaptOptions): string[] {
  return hashtags ? [...keywords, ...topics] : [];
}

function cleaned(body: string, clean: string): AdaptationNote[] {
  const left = body.replace(/\r\n?/g, '\n').length - clean.length;
  const message = `${left} characters that cannot be seen are left out: no platform takes them.`;
  return left > 0 ? [{ code: 'characters_left_out', field: '/body', message }] : [];
}

/** No adaptation can write what is not there. */
function tooLittle(content: DistributionContent, rules: ContentRules): AdaptationNote[] {
  const { min = 0, required, unit, format } = rules.text;
  const text = shownText(sentText(content, rules), format);
  const empty = text.trim() === '' && (required || (content.mediaUrls ?? []).length === 0);
  const actual = lengthOf(text, rules.text);
  if (!empty && (text.trim() === '' || actual >= min)) return [];
  const message = `The text has ${actual} ${unitName(unit)}; ${rules.displayName} needs at least ${Math.max(1, min)}.`;
  return [{ code: 'too_little_text', field: '/body', message }];
}
