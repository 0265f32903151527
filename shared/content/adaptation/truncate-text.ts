import type { Break } from './breaks.ts';
import { afterFirstWord, cutHead, fitsWhole } from './cut-head.ts';

export interface Shortened {
  text: string;
  shortened: boolean;
  /** A single word was longer than the limit and was cut between two characters. */
  wordCut: boolean;
  /** Links, mentions and tags that are longer than the limit by themselves, left out of the middle. */
  leftOut: string[];
}

/** So many words that fit by no means are skipped; then the text is given up. */
const SKIPS_MAX = 20;

/**
 * The text, or as much of its beginning as fits with an ellipsis after it. Ends with a sentence where one ends in the
 * last half, else with a word. Never cuts a grapheme, link, mention or tag; a word only where it alone is too long.
 * @param fits whether a text keeps the limit, however the platform counts
 */
export function truncateText(text: string, fits: (text: string) => boolean, ellipsis = '…'): Shortened {
  if (fitsWhole(text, fits)) return { text, shortened: false, wordCut: false, leftOut: [] };
  const ended = (head: string, at: Break) => `${head}${isClosed(at) ? ' ' : ''}${ellipsis}`;
  const leftOut: string[] = [];
  let rest = text;
  while (rest !== '' && leftOut.length < SKIPS_MAX) {
    const cut = cutHead(rest, (head, at) => fits(ended(head, at)), ['paragraph', 'sentence']);
    if (cut !== undefined) {
      const wordCut = cut.at.kind === 'grapheme';
      return { text: ended(cut.head, cut.at), shortened: true, wordCut, leftOut };
    }
    const skipped = afterFirstWord(rest);
    leftOut.push(skipped.first);
    rest = skipped.rest;
    if (rest !== '' && fitsWhole(rest, fits)) return { text: rest, shortened: true, wordCut: false, leftOut };
  }
  return { text: fits(ellipsis) ? ellipsis : '', shortened: true, wordCut: false, leftOut };
}

function isClosed({ kind, afterEntity }: Break): boolean {
  return afterEntity || kind === 'paragraph' || kind === 'sentence';
}
