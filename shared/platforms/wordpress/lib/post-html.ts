import { escapeHtml } from '../../../kernel/escape-html.ts';
import { authorHtml, isHtml } from '../../contract/author-html.ts';
import type { DistributionContent } from '../../contract/content.ts';
import { hasLink } from '../../contract/link-text.ts';

export interface BodyImage {
  sourceUrl: string;
  /** The site's own id, once it is uploaded. */
  id?: number;
  altText?: string | undefined;
}

const FIGURE = '<figure class="wp-block-image">';
const FIGURE_END = '</figure>';

/** The post's HTML: the body, further images under it, the link as the last paragraph. */
export function postHtml(content: DistributionContent, images: BodyImage[] = []): string {
  const { body, linkUrl } = content;
  const parts = [isHtml(body) ? authorHtml(body) : paragraphs(body), ...images.map(imageFigure)];
  if (linkUrl !== undefined && !hasLink(body, linkUrl)) {
    parts.push(`<p><a href="${escapeHtml(new URL(linkUrl).href)}">${escapeHtml(linkUrl)}</a></p>`);
  }
  return parts.filter((part) => part !== '').join('\n\n');
}

/** The image figures of a post that `postHtml` made, so that an edit of the text keeps them. */
export function figuresIn(html: string): string[] {
  const figures: string[] = [];
  for (let at = html.indexOf(FIGURE); at >= 0; at = html.indexOf(FIGURE, at)) {
    const end = html.indexOf(FIGURE_END, at);
    if (end < 0) break;
    const next = end + FIGURE_END.length;
    figures.push(html.slice(at, next));
    at = next;
  }
  return figures;
}

/** WordPress would render markup in a title; Herald's titles are plain text. */
export function plainTitle(title: string | undefined): string {
  return (title ?? '').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Quotes stay: between brackets they belong to a shortcode, which knows no entities. */
function paragraphs(text: string): string {
  return text
    .trim()
    .split(/\r?\n\s*\r?\n/)
    .map((paragraph) => `<p>${escapeText(paragraph).replace(/\r?\n/g, '<br />\n')}</p>`)
    .join('\n\n');
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function imageFigure({ sourceUrl, id, altText = '' }: BodyImage): string {
  const mark = id === undefined ? '' : ` class="wp-image-${id}"`;
  return `${FIGURE}<img src="${escapeHtml(sourceUrl)}" alt="${escapeHtml(altText)}"${mark} />${FIGURE_END}`;
}
