import twitterText from 'twitter-text';
import type { PlatformRules } from './adapter.ts';

type TextUnit = PlatformRules['text']['unit'];

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
const names: Record<TextUnit, string> = {
  weighted: 'weighted characters',
  graphemes: 'characters',
  characters: 'characters',
};

/** Length as the platform counts it. */
export function countText(text: string, unit: TextUnit): number {
  switch (unit) {
    case 'weighted':
      return twitterText.parseTweet(text).weightedLength;
    case 'graphemes':
      return graphemeCount(text);
    case 'characters':
      return [...text].length;
  }
}

export function unitName(unit: TextUnit): string {
  return names[unit];
}

export function byteCount(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

function graphemeCount(text: string): number {
  let count = 0;
  for (const _ of segmenter.segment(text)) count++;
  return count;
}
