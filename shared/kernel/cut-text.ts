let made: Intl.Segmenter | undefined;
/** Not before it is needed: to make one takes as long as to load a package. */
export function graphemes(): Intl.Segmenter {
  made ??= new Intl.Segmenter('und', { granularity: 'grapheme' });
  return made;
}

/** A character with more signs on it than this is cut like any other text. */
const LONGEST_GRAPHEME = 64;

/** The beginning of a text, of at most so many UTF-16 units: never half of what a reader takes for one character. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  // What follows says whether the last character goes on.
  const window = text.slice(0, max + LONGEST_GRAPHEME);
  const last = graphemes().segment(window).containing(max);
  const end = last === undefined || max - last.index > LONGEST_GRAPHEME ? max : last.index;
  return window.slice(0, end).toWellFormed();
}

/** The same with a mark where something is left out; the mark counts too. */
export function cutWithMark(text: string, max: number, mark = '…'): string {
  return text.length <= max ? text : `${cutText(text, max - mark.length)}${mark}`;
}

/** The first so many characters as a reader counts them. */
export function firstGraphemes(text: string, most: number): string {
  let count = 0;
  for (const { index } of graphemes().segment(text)) {
    if (count++ === most) return text.slice(0, index);
  }
  return text;
}
