import type { DistributionContent } from './content.ts';
import type { ContentRules } from './content-rules.ts';

/** The text with the link after it, unless the text has it already. */
export function withLink(text: string, linkUrl: string | undefined, separator = '\n\n'): string {
  if (linkUrl === undefined || text.includes(linkUrl)) return text;
  return text.trim() === '' ? linkUrl : `${text}${separator}${linkUrl}`;
}

/** The text as it is sent and counted: with the link, where the platform has no other place for it. */
export function sentText(content: DistributionContent, { linkInText }: Pick<ContentRules, 'linkInText'>): string {
  const inText = linkInText === 'always' || (linkInText === 'with_media' && (content.mediaUrls ?? []).length > 0);
  return inText ? withLink(content.body, content.linkUrl) : content.body;
}
