import { escapeHtml } from '../../kernel/escape-html.ts';
import type { DistributionContent } from '../../platforms/contract/content.ts';
import type { ContentRules } from '../../platforms/contract/content-rules.ts';
import { hasLink, sentText, withLink } from '../../platforms/contract/link-text.ts';
import { countText, shownText, unitName, withinLimit } from '../../platforms/contract/text-count.ts';
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
import { utmQuery } from './text/utm.ts';

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
  const tokens = parseMarkdown(cleanText(source.body));
  tagTokenLinks(tokens, query);
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
      ? adaptLink(source.canonicalUrl, isOwn ? '' : query, rules, shortest)
      : { linkUrl: own.linkUrl, notes: [] };
  const commentLink = inComment ? link.linkUrl : undefined;
  const shared = {
    ...(title.title !== undefined && { title: title.title }),
    ...(mediaUrls.length > 0 && { mediaUrls }),
    ...(link.linkUrl !== undefined && !inComment && { linkUrl: link.linkUrl }),
  };
  const fits = (text: string, index: number) =>
    withinLimit(index === 0 ? sentText({ ...shared, body: text }, rules) : withLink(text, commentLink), rules.text);
  const adapted = () =>
    rules.text.format === 'html'
      ? htmlText(tokens, rules, options, fits)
      : adaptText(sourceText(source.body, plain, rules, query), keywordsOf(source, options), rules, options, fits);
  const text: AdaptedText = own.body === undefined ? adapted() : { body: own.body, thread: [], notes: [] };
  const { notes: termNotes, ...terms } = options.terms ? adaptTerms(source, rules) : { notes: [] };
  const firstComment = commentOf(text, commentLink);
  const specific = {
    ...terms,
    ...(media.altTexts !== undefined && { altTexts: media.altTexts }),
    ...(text.thread.length > 0 && { thread: text.thread }),
    ...(firstComment !== undefined && { firstComment }),
  };
  // Adapters put the link under a text that lacks it, and look for it as it is written: in HTML it is written otherwise.
  const isInHtml = rules.text.format === 'html' && hasLink(text.body, escapeHtml(link.linkUrl ?? '\n'));
  const content: DistributionContent = {
    ...shared,
    ...(isInHtml && { linkUrl: undefined }),
    body: text.body,
    ...(Object.keys(specific).length > 0 && { platformSpecific: specific }),
  };
  const notes = [
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
  const { html, shortened } = fitHtml(tokens, (one) => fits(one, 0), ellipsis);
  const message = `The end of the text is left out: ${rules.displayName} takes no more here.`;
  return { body: html, thread: [], notes: shortened ? [{ code: 'text_shortened', field: '/body', message }] : [] };
}

function sourceText(body: string, plain: string, { text }: ContentRules, query: string): string {
  return text.format === 'markdown' ? tagMarkdownLinks(cleanText(body), query) : plain;
}

function keywordsOf({ keywords = [], topics = [] }: SourceContent, { hashtags = true }: AdaptOptions): string[] {
  return hashtags ? [...keywords, ...topics] : [];
}

/** No adaptation can write what is not there. */
function tooLittle(content: DistributionContent, rules: ContentRules): AdaptationNote[] {
  const { min = 0, required, unit, urlWeight, format } = rules.text;
  const text = shownText(sentText(content, rules), format);
  const empty = text.trim() === '' && (required || (content.mediaUrls ?? []).length === 0);
  const actual = countText(text, unit, urlWeight);
  if (!empty && (text.trim() === '' || actual >= min)) return [];
  const message = `The text has ${actual} ${unitName(unit)}; ${rules.displayName} needs at least ${Math.max(1, min)}.`;
  return [{ code: 'too_little_text', field: '/body', message }];
}
