import { escapeHtml } from '../../../kernel/escape-html.ts';
import { authorHtml, sanitised } from '../../../platforms/contract/author-html.ts';
import { truncateText } from '../truncate-text.ts';
import { type MarkdownTokens, renderMarkdown } from './markdown.ts';
import { markdownText } from './markdown-text.ts';

/**
 * Markdown as sanitised HTML; where that is too long, as many of its blocks as fit. A first block that is too long by
 * itself is shortened as text. `removed` names the markup that a post may not have.
 */
export function fitHtml(
  tokens: MarkdownTokens,
  fits: (html: string) => boolean,
  ellipsis = '…',
): { html: string; shortened: boolean; removed: string[] } {
  const { html: whole, removed } = sanitised(renderMarkdown(tokens));
  if (fits(whole)) return { html: whole, shortened: false, removed };
  let html = '';
  for (const block of blocksOf(tokens)) {
    const longer = `${html}${html === '' ? '' : '\n'}${authorHtml(renderMarkdown(block))}`;
    if (!fits(`${longer}\n<p>${ellipsis}</p>`)) break;
    html = longer;
  }
  if (html !== '') return { html: `${html}\n<p>${ellipsis}</p>`, shortened: true, removed };
  const paragraph = (text: string) => `<p>${escapeHtml(text).replace(/\n+/g, '<br />')}</p>`;
  const { text } = truncateText(markdownText(tokens), (candidate) => fits(paragraph(candidate)), ellipsis);
  return { html: text === '' ? '' : paragraph(text), shortened: true, removed };
}

/** The tokens of each block of the outermost level. */
function blocksOf(tokens: MarkdownTokens): MarkdownTokens[] {
  const blocks: MarkdownTokens[] = [];
  let open: MarkdownTokens = [];
  for (const token of tokens) {
    open.push(token);
    if (token.level === 0 && token.nesting <= 0) {
      blocks.push(open);
      open = [];
    }
  }
  return blocks;
}
