import { linksIn, type MarkdownTokens, parseMarkdown } from './markdown.ts';
import { tagUrl } from './utm.ts';

/** Every http(s) link of a plain text with the query added. */
export function tagTextLinks(text: string, query: string): string {
  let tagged = '';
  let from = 0;
  for (const { start, end, url } of linksIn(text)) {
    tagged += text.slice(from, start) + tagUrl(url, query);
    from = end;
  }
  return tagged + text.slice(from);
}

/** The same for parsed Markdown, in place: links, not images, nor what stands in code. */
export function tagTokenLinks(tokens: MarkdownTokens, query: string): void {
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'link_open') tagToken(tokens, index, query);
    if (token.type === 'html_block' || token.type === 'html_inline') token.content = tagHtml(token.content, query);
    if (token.children !== null) tagTokenLinks(token.children, query);
  }
}

/** The same for Markdown as it is written: fenced and indented code, and `code` in a line, stay. */
export function tagMarkdownLinks(text: string, query: string): string {
  const code = parseMarkdown(text)
    .filter(({ type, map }) => (type === 'fence' || type === 'code_block') && map !== null)
    .map(({ map }) => map!);
  return text
    .split('\n')
    .map((line, number) => (code.some(([from, to]) => number >= from && number < to) ? line : tagLine(line, query)))
    .join('\n');
}

function tagToken(tokens: MarkdownTokens, index: number, query: string): void {
  const token = tokens[index]!;
  const url = String(token.attrGet('href') ?? '');
  const tagged = tagUrl(url, query);
  token.attrSet('href', tagged);
  const shown = tokens[index + 1];
  // A bare address shows itself: it has to stay the same as what it links to.
  if (shown?.type === 'text' && shown.content === url) shown.content = tagged;
}

function tagHtml(html: string, query: string): string {
  const inHtml = query.replaceAll('&', '&amp;');
  return html.replace(/(<a\s[^>]*?\bhref\s*=\s*)(["'])(.*?)\2/gi, (_, before: string, quote: string, url: string) => {
    return `${before}${quote}${tagUrl(url, inHtml)}${quote}`;
  });
}

function tagLine(line: string, query: string): string {
  return line
    .split(/(`+[^`]+`+|!\[[^\]]*\]\([^)]*\))/)
    .map((piece, index) => (index % 2 === 1 ? piece : tagTextLinks(piece, query)))
    .join('');
}
