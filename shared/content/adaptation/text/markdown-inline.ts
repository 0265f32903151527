import type { MarkdownTokens } from './markdown.ts';

/** How a link is written where text cannot be one: `text (url)`, or the address alone. */
export type LinkStyle = 'text_and_url' | 'url';

/** One paragraph's Markdown as plain text. Line breaks stay; images are their text. */
export function inlineText(tokens: MarkdownTokens, style: LinkStyle): string {
  // The text of each open link by itself: to cut it out of all that was before would copy that for every link.
  const open: { text: string; url: string }[] = [{ text: '', url: '' }];
  const put = (text: string) => {
    open.at(-1)!.text += text;
  };
  const close = () => {
    if (open.length === 1) return;
    const { text, url } = open.pop()!;
    put(linkText(text, url, style));
  };
  const hidden = new HiddenElements();
  for (const token of tokens) {
    if (token.type === 'html_inline') hidden.see(token.content);
    if (hidden.isInside) continue;
    if (token.type === 'link_open') open.push({ text: '', url: String(token.attrGet('href') ?? '') });
    else if (token.type === 'link_close') close();
    else if (token.type === 'softbreak' || token.type === 'hardbreak') put('\n');
    else if (token.type === 'image') put(inlineText(token.children ?? [], style));
    else if (token.type !== 'html_inline') put(token.content);
    else if (/^<br\b/i.test(token.content)) put('\n');
    else if (/^<a\s/i.test(token.content)) open.push({ text: '', url: hrefOf(token.content) });
    else if (/^<\/a\b/i.test(token.content)) close();
  }
  return open.map(({ text }) => text).join('');
}

/** Elements whose content is no text, as in sanitised HTML: one that is never closed hides all to the end. */
class HiddenElements {
  #name: string | undefined;

  get isInside(): boolean {
    return this.#name !== undefined;
  }

  see(tag: string): void {
    const [, slash, name = ''] = /^<(\/?)(script|style|textarea|option)\b/i.exec(tag) ?? [];
    if (slash === undefined) return;
    if (slash === '') this.#name ??= name.toLowerCase();
    else if (this.#name === name.toLowerCase()) this.#name = undefined;
  }
}

function linkText(text: string, url: string, style: LinkStyle): string {
  if (/^(mailto|tel):/i.test(url)) {
    const [address = ''] = url.replace(/^\w+:/, '').split('?', 1);
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
