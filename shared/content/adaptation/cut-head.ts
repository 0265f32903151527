import { type Break, type BreakKind, graphemeBreaks, wordBreaks } from './breaks.ts';

export interface Cut {
  head: string;
  rest: string;
  at: Break;
}

/** A text is looked at in windows, so that a short post of a very long text costs what a short text costs. */
const WINDOW = 8_192;
/** No link is longer: one that begins this near to a window's end may continue after it. */
const MARGIN = 4_200;

/**
 * The longest beginning of a text that fits, ended at a word's end. An end of a preferred kind in its last half is taken
 * instead, the first kind first. Only a single word that does not fit is cut between two graphemes. Undefined where the
 * text begins with a link, mention, tag or grapheme that does not fit.
 * @param fits of what stays, and where it would be cut
 */
export function cutHead(
  text: string,
  fits: (head: string, at: Break) => boolean,
  preferred: readonly BreakKind[],
): Cut | undefined {
  const fitsAt = (at: Break) => fits(text.slice(0, at.end), at);
  const at = latestWord(text, fitsAt, preferred) ?? latest(breaksIn(text, WINDOW, graphemeBreaks), fitsAt)?.at;
  return at === undefined ? undefined : { head: text.slice(0, at.end), rest: withoutSpace(text.slice(at.next)), at };
}

/** Whether all of it fits: a very long text is refused by its beginning, without counting the rest. */
export function fitsWhole(text: string, fits: (text: string) => boolean): boolean {
  return (text.length <= WINDOW || fits(text.slice(0, WINDOW))) && fits(text);
}

/** The text after the first word, or after what is there instead of a word. */
export function afterFirstWord(text: string): { first: string; rest: string } {
  for (let size = WINDOW; ; size *= 2) {
    const [at] = breaksIn(text, size, wordBreaks);
    if (at !== undefined) return { first: text.slice(0, at.end), rest: withoutSpace(text.slice(at.next)) };
    if (size >= text.length) return { first: text, rest: '' };
  }
}

/** Space may continue after a window's end. A space with a combining mark counts as a character. */
function withoutSpace(text: string): string {
  return text.replace(/^\s*(?:[\r\n\u2028\u2029]|\s(?![\p{M}\u200D]))/u, '');
}

function latestWord(text: string, fitsAt: (at: Break) => boolean, preferred: readonly BreakKind[]): Break | undefined {
  for (let size = WINDOW; ; size *= 2) {
    const breaks = breaksIn(text, size, wordBreaks);
    const found = latest(breaks, fitsAt);
    if (found?.index === breaks.length - 1 && size < text.length) continue;
    if (found === undefined) return undefined;
    const half = breaks.slice(0, found.index + 1).filter(({ end }) => end * 2 >= found.at.end);
    const better = preferred.map((kind) => half.findLast((at) => at.kind === kind && fitsAt(at)));
    return better.find((at) => at !== undefined) ?? found.at;
  }
}

function breaksIn(text: string, size: number, find: (window: string) => Break[]): Break[] {
  if (size >= text.length) return find(text);
  return find(text.slice(0, size)).filter(({ end }) => end < size - MARGIN);
}

/** The last that fits, found in steps that double: none much longer than the answer is ever counted. */
function latest(breaks: Break[], fitsAt: (at: Break) => boolean): { at: Break; index: number } | undefined {
  let low = -1;
  let step = 1;
  while (low + step < breaks.length && fitsAt(breaks[low + step]!)) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step, breaks.length);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (fitsAt(breaks[middle]!)) low = middle;
    else high = middle;
  }
  return low < 0 ? undefined : { at: breaks[low]!, index: low };
}
