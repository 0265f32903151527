import type { MarkdownTokens } from './markdown.ts';

/** How a link is written where text cannot be one: `text (url)`, or the address alone. */
export type LinkStyle = 'text_and_url' | 'url';

/** One paragraph's Markdown as plain text. Line breaks stay; images are their text. */
export function inlineText(tokens: MarkdownTokens, style: LinkStyle): string {
  const links: { start: number; url: string }[] = [];
  let text = '';
  const close = () => {
    const link = links.pop();
    if (link !== undefined) text = text.slice(0, link.start) + linkText(text.slice(link.start), link.url, style);
  };
  for (const token of tokens) {
    if (token.type === 'link_open') links.push({ start: text.length, url: String(token.attrGet('href') ?? '') });
    else if (token.type === 'link_close') close();
    else if (token.type === 'softbreak' || token.type === 'hardbreak') text += '\n';
    else if (token.type === 'image') text += inlineText(token.children ?? [], style);
    else if (token.type !== 'html_inline') text += token.content;
    else if (/^<br\b/i.test(token.content)) text += '\n';
    else if (/^<a\s/i.test(token.content)) links.push({ start: text.length, url: hrefOf(token.content) });
    else if (/^<\/a\b/i.test(token.content)) close();
  }
  return text;
}

function linkText(text: string, url: string, style: LinkStyle): string {
  if (/^(mailto|tel):/i.test(url)) {
    const address = url.replace(/^\w+:|\?.*$/g, '');
    return text.includes(address) ? text : `${text} (${address})`;
  }
  if (!/^https?:/i.test(url)) return text;
  const shown = text.trim();
  return style === 'url' || shown === '' || isAddressOf(shown, url) ? url : `${text} (${url})`;
}

/** Whether a link shows its own address, perhaps without the tags that it got. */
function isAddressOf(shown: string, url: string): boolean {
  return /^https?:\/\//i.test(shown) && url.startsWith(shown.split('#', 1)[0]!);
}

function hrefOf(tag: string): string {
  const [, , url = ''] = /\bhref\s*=\s*(["'])(.*?)\1/i.exec(tag) ?? [];
  return url.replaceAll('&amp;', '&');
}
