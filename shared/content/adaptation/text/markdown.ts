import MarkdownIt, { type Token } from 'markdown-it';

/** HTML in Markdown stays: code that renders it must sanitise it. Bare addresses become links; `example.com` does not. */
const markdown = new MarkdownIt({ html: true, linkify: true, typographer: false });
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
// Addresses stay as they are written: encoded ones are three times as long where the platform counts them.
markdown.normalizeLink = (url) => url.trim().replace(/\s/g, encodeURIComponent);
markdown.normalizeLinkText = (url) => url;

export type MarkdownTokens = Token[];

export function parseMarkdown(text: string): MarkdownTokens {
  return markdown.parse(text, {});
}

/** Not sanitised. */
export function renderMarkdown(tokens: MarkdownTokens): string {
  return markdown.renderer.render(tokens, markdown.options, {});
}

/** Stretches of a plain text that are http(s) links (UTF-16). */
export function linksIn(text: string): { start: number; end: number; url: string }[] {
  return (markdown.linkify.match(text) ?? [])
    .filter(({ schema }) => /^https?:$/i.test(schema))
    .map(({ index, lastIndex, raw }) => ({ start: index, end: lastIndex, url: raw }));
}
