import { linksIn, type MarkdownTokens, parseMarkdown } from './markdown.ts';
import { type LinkTags, tagUrl } from './utm.ts';

/** Every http(s) link of a plain text with the query added. */
export function tagTextLinks(text: string, tags: LinkTags): string {
  let tagged = '';
  let from = 0;
  for (const { start, end, url } of linksIn(text)) {
    tagged += text.slice(from, start) + tagUrl(url, tags);
    from = end;
  }
  return tagged + text.slice(from);
}

/** The same for parsed Markdown, in place: links, but neither images nor code. */
export function tagTokenLinks(tokens: MarkdownTokens, tags: LinkTags): void {
  for (const token of tokens) {
    // What a bare address shows stays short; `href` alone is followed.
    if (token.type === 'link_open') token.attrSet('href', tagUrl(String(token.attrGet('href') ?? ''), tags));
    if (token.type === 'html_block' || token.type === 'html_inline') token.content = tagHtml(token.content, tags);
    if (token.children !== null) tagTokenLinks(token.children, tags);
  }
}

/** The same for Markdown as it is written: fenced and indented code, and `code` in a line, stay. */
export function tagMarkdownLinks(text: string, tags: LinkTags): string {
  const code = parseMarkdown(text)
    .filter(({ type, map }) => (type === 'fence' || type === 'code_block') && map !== null)
    .map(({ map }) => map!);
  return text
    .split('\n')
    .map((line, number) => (code.some(([from, to]) => number >= from && number < to) ? line : tagLine(line, tags)))
    .join('\n');
}

function tagHtml(html: string, tags: LinkTags): string {
  const inHtml = { ...tags, query: tags.query.replaceAll('&', '&amp;') };
  const tagged = (_: string, before: string, quote: string, url: string) =>
    `${before}${quote}${tagUrl(url, inHtml, '&amp;')}${quote}`;
  // Tag by tag: an expression for all of it would look through the rest of the text from each of its beginnings.
  return html.replace(/<a\s[^<>]*>/gi, (tag) => tag.replace(/(\bhref\s*=\s*)(["'])(.*?)\2/i, tagged));
}

function tagLine(line: string, tags: LinkTags): string {
  return line
    .split(/((?<!`)`+[^`]+`+|!\[[^[\]]*\]\([^()]*(?:\([^()]*\)[^()]*)*\))/)
    .map((piece, index) => (index % 2 === 1 ? piece : tagTextLinks(piece, tags)))
    .join('');
}
