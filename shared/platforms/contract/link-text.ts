import type { DistributionContent } from './content.ts';
import type { ContentRules, TextRule } from './content-rules.ts';
import { withShortLinks, withUris } from './link-form.ts';
import { withoutClosing } from './links-in.ts';
import { isFarOver, withinLimit } from './text-count.ts';

/** Characters that continue an address. Punctuation at the end of a sentence does not. */
const goesOn = /^(?:[\w/?#&=%~+@\p{Script=Latin}-]|[.:,;!][\w/])/u;
const address = /https?:\/\/[^\s<>"]+/gi;
const LONGEST = 4_096;

/**
 * Whether the text has this very link, not only one that begins like it. Links compare as URLs: neither the case of the
 * host nor a slash at the end makes a difference, nor that HTML writes `&amp;` for `&`.
 */
export function hasLink(text: string, linkUrl: string): boolean {
  const wanted = comparable(linkUrl);
  for (const [found] of text.matchAll(address)) {
    const url = found.length <= LONGEST ? withoutClosing(found) : '';
    if (comparable(url) === wanted) return true;
  }
  return standsIn(text, linkUrl);
}

/** As it is written: what follows it may be a letter of a writing without spaces. */
function standsIn(text: string, linkUrl: string): boolean {
  for (let at = text.indexOf(linkUrl); at >= 0; at = text.indexOf(linkUrl, at + linkUrl.length)) {
    const end = at + linkUrl.length;
    const behind = text.slice(end, end + 3);
    if (!goesOn.test(behind.startsWith('/') ? behind.slice(1) : behind)) return true;
  }
  return false;
}

function comparable(url: string): string {
  const plain = url.replace(/&(?:amp|#38|#x26);/gi, '&');
  if (!URL.canParse(plain)) return plain;
  const { origin, pathname, search, hash } = new URL(plain);
  return `${origin}${pathname.endsWith('/') ? pathname.slice(0, -1) : pathname}${search}${hash}`;
}

/** The text with the link after it, unless the text has it already. */
export function withLink(text: string, linkUrl: string | undefined, separator = '\n\n'): string {
  if (linkUrl === undefined || hasLink(text, linkUrl)) return text;
  return text.trim() === '' ? linkUrl : `${text}${separator}${linkUrl}`;
}

/** The text with the link, where the platform has no other place for it. */
export function wholeText(content: DistributionContent, { linkInText }: Pick<ContentRules, 'linkInText'>): string {
  const inText = linkInText === 'always' || (linkInText === 'with_media' && (content.mediaUrls ?? []).length > 0);
  return inText ? withLink(content.body, content.linkUrl) : content.body;
}

/** The text as it is sent and counted. */
export function sentText(content: DistributionContent, rules: Pick<ContentRules, 'linkInText' | 'text'>): string {
  return asSent(wholeText(content, rules), rules.text);
}

/** A text with its links in the form that the platform takes. */
export function asSent(text: string, rule: TextRule): string {
  if (isFarOver(text, rule)) return text;
  const addressed = rule.links === 'uri' ? withUris(text) : text;
  return showsShortLinks(addressed, rule) ? withShortLinks(addressed) : addressed;
}

/** Links are shown in short where the text has no room for them as they are. */
export function showsShortLinks(text: string, rule: TextRule): boolean {
  return rule.links === 'short' && !isFarOver(text, rule) && !withinLimit(text, rule);
}
