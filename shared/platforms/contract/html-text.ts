import sanitizeHtml from 'sanitize-html';

// None of these looks at a character more than a few times, whatever the text: it may be a stranger's.
const blockEnd = /<\/(?:p|div|h[1-6]|li|ul|ol|blockquote|pre|table|tr|figure|section|article)\s*>/gi;
const anchor = /<a\s[^<>]*>|<\/a\s*>/gi;
const address = /\bhref\s*=\s*(?:"(https?:[^"]*)"|'(https?:[^']*)')/i;
const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };

/** The text of a stretch of HTML: blocks on lines of their own, links as `text (url)`. */
export function htmlText(html: string): string {
  const lined = withAddresses(html)
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(blockEnd, '$&\n');
  return sanitizeHtml(lined, { allowedTags: [], allowedAttributes: {} })
    .replace(/&(?:lt|gt|quot|amp);/g, (entity) => entities[entity] ?? entity)
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Each link that ends before the next one begins is followed by its address, unless it shows that. */
function withAddresses(html: string): string {
  let text = '';
  let from = 0;
  let url: string | undefined;
  for (const { 0: tag, index } of html.matchAll(anchor)) {
    const before = html.slice(from, index);
    text += before;
    if (tag.startsWith('</')) {
      if (url !== undefined && before.trim() !== url) text += ` (${url})`;
      url = undefined;
    } else {
      const [, double, single] = address.exec(tag) ?? [];
      url = double ?? single;
    }
    from = index + tag.length;
  }
  return text + html.slice(from);
}
