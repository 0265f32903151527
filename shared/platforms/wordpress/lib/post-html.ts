import { authorHtml } from '../../contract/author-html.ts';
import type { DistributionContent } from '../../contract/content.ts';
import { hasLink } from '../../contract/link-text.ts';

export interface BodyImage {
  sourceUrl: string;
  /** The site's own id, once it is uploaded. */
  id?: number;
  altText?: string | undefined;
}

const figure = /<figure class="wp-block-image">[\s\S]*?<\/figure>/g;

/** The post's HTML: the body, further images under it, the link as the last paragraph. */
export function postHtml(content: DistributionContent, images: BodyImage[] = []): string {
  const { body, linkUrl } = content;
  const parts = [isHtml(body) ? authorHtml(body) : paragraphs(body), ...images.map(imageFigure)];
  if (linkUrl !== undefined && !hasLink(body, linkUrl)) {
    const url = escapeHtml(linkUrl);
    parts.push(`<p><a href="${url}">${url}</a></p>`);
  }
  return parts.filter((part) => part !== '').join('\n\n');
}

/** The image figures of a post that `postHtml` made, so that an edit of the text keeps them. */
export function figuresIn(html: string): string[] {
  return html.match(figure) ?? [];
}

/** WordPress would render markup in a title; Herald's titles are plain text. */
export function plainTitle(title: string | undefined): string {
  return (title ?? '').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function isHtml(body: string): boolean {
  return /<(p|br|h[1-6]|ul|ol|div|blockquote|figure|table|a|strong|em|img|pre|section)(\s[^>]*)?\/?>/i.test(body);
}

function paragraphs(text: string): string {
  return text
    .trim()
    .split(/\r?\n\s*\r?\n/)
    .map((paragraph) => `<p>${escapeHtml(paragraph).replace(/\r?\n/g, '<br />\n')}</p>`)
    .join('\n\n');
}

function imageFigure({ sourceUrl, id, altText = '' }: BodyImage): string {
  const mark = id === undefined ? '' : ` class="wp-image-${id}"`;
  return `<figure class="wp-block-image"><img src="${escapeHtml(sourceUrl)}" alt="${escapeHtml(altText)}"${mark} /></figure>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
