import { afterFirstWord, cutHead, fitsWhole } from './cut-head.ts';
import { truncateText } from './truncate-text.ts';

/** So many words that fit in no post are skipped; then the text is given up. */
const SKIPS_MAX = 20;

export interface Thread {
  /** The texts of the posts in order, without their numbers. One alone needs none. */
  bodies: string[];
  /** The last post does not end the text. */
  shortened: boolean;
  wordCut: boolean;
  /** Links, mentions and tags that are longer than a whole post. */
  leftOut: string[];
}

/**
 * A long text as posts that follow each other: cut at a paragraph's end, else a sentence's, else a word's. Room is left
 * for the number of each. What `postsMax` posts do not hold is left out, with an ellipsis at the end.
 * @param fits whether the text of one post keeps the limit; `index` is 0 for the first post
 */
export function splitThread(
  text: string,
  fits: (text: string, index: number) => boolean,
  postsMax: number,
  ellipsis = '…',
): Thread {
  for (let digits = 1; ; digits++) {
    // The total is not known yet: as many nines as it may have digits take its room.
    const total = 10 ** digits - 1;
    const fitsNumbered = (body: string, index: number) => fits(numbered(body, index, total), index);
    // One more than can be numbered so is enough to know that the numbers need more room.
    const thread = splitInto(text, fitsNumbered, Math.min(postsMax, total + 1), ellipsis);
    if (thread.bodies.length <= total) return thread;
  }
}

/** Each text with its place in the thread under it, e.g. "2/5". */
export function numberPosts(bodies: string[]): string[] {
  return bodies.length < 2 ? bodies : bodies.map((body, index) => numbered(body, index, bodies.length));
}

function numbered(body: string, index: number, total: number): string {
  return `${body}\n\n${index + 1}/${total}`;
}

function splitInto(
  text: string,
  fits: (text: string, index: number) => boolean,
  postsMax: number,
  ellipsis: string,
): Thread {
  const thread: Thread = { bodies: [], shortened: false, wordCut: false, leftOut: [] };
  let rest = text;
  while (rest !== '') {
    const index = thread.bodies.length;
    const fitsHere = (body: string) => fits(body, index);
    if (index === postsMax - 1 || fitsWhole(rest, fitsHere)) {
      const last = truncateText(rest, fitsHere, ellipsis);
      thread.bodies.push(last.text);
      thread.shortened = last.shortened;
      thread.wordCut ||= last.wordCut;
      thread.leftOut.push(...last.leftOut);
      return { ...thread, bodies: thread.bodies.filter((body) => body !== '') };
    }
    const cut = cutHead(rest, fitsHere, ['paragraph', 'sentence']);
    if (cut === undefined) {
      if (thread.leftOut.length === SKIPS_MAX) return { ...thread, shortened: true };
      const skipped = afterFirstWord(rest);
      thread.leftOut.push(skipped.first);
      rest = skipped.rest;
      continue;
    }
    thread.bodies.push(cut.head);
    thread.wordCut ||= cut.at.kind === 'grapheme';
    rest = cut.rest;
  }
  return thread;
}
