import type { DistributionContent } from './content.ts';
import type { ContentRules } from './content-rules.ts';

/** Characters that continue an address. Punctuation at the end of a sentence does not. */
const goesOn = /^(?:[\w/?#&=%~+@\p{Script=Latin}-]|[.:,;!][\w/])/u;

/** Whether the text has this very link, not only one that begins like it. A slash at the end makes no difference. */
export function hasLink(text: string, linkUrl: string): boolean {
  for (let at = text.indexOf(linkUrl); at >= 0; at = text.indexOf(linkUrl, at + 1)) {
    const end = at + linkUrl.length;
    const behind = text.slice(end, end + 3);
    if (!goesOn.test(behind.startsWith('/') ? behind.slice(1) : behind)) return true;
  }
  return false;
}

/** The text with the link after it, unless the text has it already. */
export function withLink(text: string, linkUrl: string | undefined, separator = '\n\n'): string {
  if (linkUrl === undefined || hasLink(text, linkUrl)) return text;
  return text.trim() === '' ? linkUrl : `${text}${separator}${linkUrl}`;
}

/** The text as it is sent and counted: with the link, where the platform has no other place for it. */
export function sentText(content: DistributionContent, { linkInText }: Pick<ContentRules, 'linkInText'>): string {
  const inText = linkInText === 'always' || (linkInText === 'with_media' && (content.mediaUrls ?? []).length > 0);
  return inText ? withLink(content.body, content.linkUrl) : content.body;
}
