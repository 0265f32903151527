import twitterText from 'twitter-text';
import { graphemes } from '../../kernel/cut-text.ts';
import type { TextLimit, TextRule, TextUnit } from './content-rules.ts';
import { xLinksIn, xWeight } from './x-text.ts';

const names: Record<TextUnit, string> = {
  weighted: 'weighted characters',
  graphemes: 'characters',
  characters: 'characters',
};

/** Length as the platform counts it. With `urlWeight` each http(s) link counts so much. */
export function countText(text: string, unit: TextUnit, urlWeight?: number): number {
  switch (unit) {
    case 'weighted':
      return xWeight(text);
    case 'graphemes':
      return graphemeCount(withEvenLinks(text, urlWeight));
    case 'characters':
      return [...withEvenLinks(text, urlWeight)].length;
  }
}

/** What a reader sees of a text: of HTML the text between the tags, with each entity as one character. */
export function shownText(text: string, format: TextRule['format']): string {
  if (format !== 'html') return text;
  return text.replace(/<[^<>]*>/g, '').replace(/&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/gi, '.');
}

/**
 * So much over the limit that no way of counting brings it back: links, emoji and marks make a text of the limit's length
 * at most so many times as long. Such a text is not counted as the platform counts, nor made into a post.
 */
const FAR = 100;

export function isFarOver(text: string, { max }: Pick<TextLimit, 'max'>): boolean {
  return max !== undefined && text.length > max * FAR;
}

/** The length of a text as the limit counts it; of one that is far over the limit, the number of its code points. */
export function lengthOf(text: string, limit: TextLimit): number {
  return isFarOver(text, limit) ? countText(text, 'characters') : countText(text, limit.unit, limit.urlWeight);
}

/** Whether the text keeps every limit. */
export function withinLimit(text: string, limit: TextLimit): boolean {
  const { unit, max, maxBytes, urlWeight, cashtagsMax } = limit;
  return (
    !isFarOver(text, limit) &&
    (maxBytes === undefined || byteCount(text) <= maxBytes) &&
    (max === undefined || countText(text, unit, urlWeight) <= max) &&
    (cashtagsMax === undefined || cashtagCount(text) <= cashtagsMax)
  );
}

export function unitName(unit: TextUnit): string {
  return names[unit];
}

export function byteCount(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

export function cashtagCount(text: string): number {
  return twitterText.extractCashtags(text).length;
}

function graphemeCount(text: string): number {
  let count = 0;
  for (const _ of graphemes().segment(text)) count++;
  return count;
}

function withEvenLinks(text: string, weight: number | undefined): string {
  if (weight === undefined) return text;
  const links = xLinksIn(text, { extractUrlsWithoutProtocol: false });
  let even = '';
  let from = 0;
  for (const { start, end } of links) {
    even += text.slice(from, start) + 'x'.repeat(weight);
    from = end;
  }
  return even + text.slice(from);
}
