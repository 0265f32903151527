import { MAX_READ } from './redact.ts';

/** The words of a page that a host or a firewall answers with. Only its beginning is read. */
export function pageText(page: string): string {
  const words = outsideTags(page.slice(0, MAX_READ)).replace(/\s+/g, ' ').trim();
  return words === '' ? 'an empty page.' : words;
}

/** One pass, so that a page of nothing but `<` costs no more than another. */
function outsideTags(html: string): string {
  const words: string[] = [];
  for (let at = 0; at < html.length; ) {
    const tag = html.indexOf('<', at);
    words.push(html.slice(at, tag === -1 ? undefined : tag), ' ');
    if (tag === -1) break;
    const raw = /^<(style|script)\b/i.exec(html.slice(tag, tag + 8))?.[1]?.toLowerCase();
    const end = raw === undefined ? html.indexOf('>', tag) : endOfRaw(html, raw, tag);
    if (end === -1) break;
    at = end + 1;
  }
  return words.join('');
}

function endOfRaw(html: string, name: string, from: number): number {
  const close = html.toLowerCase().indexOf(`</${name}`, from);
  return close === -1 ? -1 : html.indexOf('>', close);
}
