/** The text with the link after it, unless the text has it already. */
export function withLink(text: string, linkUrl: string | undefined, separator = '\n\n'): string {
  if (linkUrl === undefined || text.includes(linkUrl)) return text;
  return text.trim() === '' ? linkUrl : `${text}${separator}${linkUrl}`;
}
