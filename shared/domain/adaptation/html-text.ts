import sanitizeHtml from 'sanitize-html';

const blockEnd = /<\/(?:p|div|h[1-6]|li|ul|ol|blockquote|pre|table|tr|figure|section|article)\s*>/gi;
const link = /<a\s[^>]*?\bhref\s*=\s*(["'])(https?:.*?)\1[^>]*>([\s\S]*?)<\/a\s*>/gi;
const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };

/** The text of a stretch of HTML: blocks on lines of their own, links as `text (url)`. */
export function htmlText(html: string): string {
  const lined = html
    .replace(link, (_, _quote, url: string, text: string) => (text.trim() === url ? url : `${text} (${url})`))
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(blockEnd, '$&\n');
  return sanitizeHtml(lined, { allowedTags: [], allowedAttributes: {} })
    .replace(/&(?:lt|gt|quot|amp);/g, (entity) => entities[entity] ?? entity)
    .replace(/[^\S\n]*\n[^\S\n]*/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
