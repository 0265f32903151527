import { htmlText } from '../../../platforms/contract/html-text.ts';
import type { MarkdownTokens } from './markdown.ts';
import { inlineText, type LinkStyle } from './markdown-inline.ts';

/** What each line inside a list item or a quote begins with. */
interface Frame {
  first: string;
  further: string;
  begun: boolean;
}

/** `compact`: no empty line between it and its neighbours of the same list or table. */
interface Line {
  text: string;
  compact: boolean;
  block: number;
}

/**
 * Markdown as plain text: headings and paragraphs as paragraphs, lists as bullets and numbers, quotes with ">", tables as
 * lines, code as it is, images as their text.
 */
export function markdownText(tokens: MarkdownTokens, links: LinkStyle = 'text_and_url'): string {
  const lines: Line[] = [];
  const frames: Frame[] = [];
  /** Of each open list the next number; undefined for bullets. */
  const lists: (number | undefined)[] = [];
  let cells: string[] | undefined;
  let compact = false;
  let block = 0;
  const put = (text: string, isCompact: boolean) => {
    if (text.trim() !== '') lines.push({ text: framed(text, frames), compact: isCompact, block });
  };
  for (const token of tokens) {
    if (token.level === 0 && token.nesting >= 0) block++;
    switch (token.type) {
      case 'bullet_list_open':
        lists.push(undefined);
        break;
      case 'ordered_list_open':
        lists.push(Number(token.attrGet('start') ?? 1));
        break;
      case 'list_item_open':
        frames.push(itemFrame(lists));
        break;
      case 'blockquote_open':
        frames.push({ first: '> ', further: '> ', begun: false });
        break;
      case 'bullet_list_close':
      case 'ordered_list_close':
        lists.pop();
        break;
      case 'list_item_close':
      case 'blockquote_close':
        frames.pop();
        break;
      case 'paragraph_open':
        compact = token.hidden;
        break;
      case 'heading_open':
        compact = false;
        break;
      case 'tr_open':
        cells = [];
        break;
      case 'tr_close':
        put((cells ?? []).join(' | '), true);
        cells = undefined;
        break;
      case 'inline':
        if (cells === undefined) put(inlineText(token.children ?? [], links), compact);
        else cells.push(inlineText(token.children ?? [], links).replaceAll('\n', ' '));
        break;
      case 'fence':
      case 'code_block':
        put(token.content.replace(/\n$/, ''), false);
        break;
      case 'html_block':
        put(htmlText(token.content), false);
        break;
    }
  }
  return joined(lines);
}

function itemFrame(lists: (number | undefined)[]): Frame {
  const number = lists.at(-1);
  if (number === undefined) return { first: '• ', further: '  ', begun: false };
  lists[lists.length - 1] = number + 1;
  return { first: `${number}. `, further: '   ', begun: false };
}

function framed(text: string, frames: Frame[]): string {
  if (frames.length === 0) return text;
  return text
    .split('\n')
    .map((line) => {
      const before = frames.map((frame) => (frame.begun ? frame.further : frame.first)).join('');
      for (const frame of frames) frame.begun = true;
      return before + line;
    })
    .join('\n');
}

function joined(lines: Line[]): string {
  return lines
    .map(({ text, compact, block }, index) => {
      const before = lines[index - 1];
      if (before === undefined) return text;
      return `${compact && before.compact && before.block === block ? '\n' : '\n\n'}${text}`;
    })
    .join('');
}
