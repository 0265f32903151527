import { insideEntity } from './text/entity-spans.ts';

export type BreakKind = 'paragraph' | 'sentence' | 'word' | 'grapheme';

/** A place where a text may be cut: `end` closes what stays, `next` opens what follows (UTF-16). */
export interface Break {
  end: number;
  next: number;
  kind: BreakKind;
  /** What stays ends with a link, mention or tag: nothing may be glued to it. */
  afterEntity: boolean;
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const words = new Intl.Segmenter('und', { granularity: 'word' });
const sentences = new Intl.Segmenter('und', { granularity: 'sentence' });
/** Writing that does not put spaces between words, and emoji. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Extended_Pictographic}\p{Regional_Indicator}\u3001-\u303F\uFF00-\uFF65]/u;
/** Marks that belong to the character before or after them. */
const closing = /^[\p{Pe}\p{Pf}\p{Po}ー々〜]/u;
const opening = /[\p{Ps}\p{Pi}]$/u;

/** Every place between words where the text may be cut, in order; never inside a grapheme, link, mention or tag. */
export function wordBreaks(text: string): Break[] {
  const { free, entityEnds } = placesIn(text);
  const sentenceStarts = sentenceStartsIn(text);
  const found = new Map<number, Break>();
  const add = (end: number, next: number, kind: BreakKind) => {
    if (end === 0 || end === text.length || !free(end) || !free(next)) return;
    found.set(end, { end, next, kind, afterEntity: entityEnds.has(end) });
  };
  let before = '';
  for (const { segment, index } of words.segment(text)) {
    const joined = closing.test(segment) || opening.test(before) || /\s/.test(segment) || /\s$/.test(before);
    if (!joined && (unspaced.test(before) || unspaced.test(segment))) {
      add(index, index, sentenceStarts.has(index) ? 'sentence' : 'word');
    }
    before = segment;
  }
  for (const { 0: space, index } of text.matchAll(/\s+/g)) {
    const next = index + space.length;
    add(index, next, spaceKind(space, sentenceStarts.has(next)));
  }
  return [...found.values()].sort((a, b) => a.end - b.end);
}

/** Every place where the text may be cut if a word has to be: between graphemes outside links, mentions and tags. */
export function graphemeBreaks(text: string): Break[] {
  const { free, entityEnds } = placesIn(text);
  return [...graphemes.segment(text)]
    .map(({ index }) => index)
    .filter((index) => index > 0 && free(index))
    .map((index) => ({ end: index, next: index, kind: 'grapheme', afterEntity: entityEnds.has(index) }));
}

function placesIn(text: string): { free(index: number): boolean; entityEnds: Set<number> } {
  const inside = insideEntity(text);
  const starts = new Set([...graphemes.segment(text)].map(({ index }) => index));
  const entityEnds = new Set<number>();
  for (let index = 1; index <= text.length; index++) {
    if (inside[index] === 0 && inside[index - 1] === 1) entityEnds.add(index);
  }
  return { free: (index) => (starts.has(index) || index === text.length) && inside[index] === 0, entityEnds };
}

/** Where a sentence begins after one that says something: "1." alone is none. */
function sentenceStartsIn(text: string): Set<number> {
  const said = [...sentences.segment(text)].filter(({ segment }) => /\p{L}\P{L}*\p{L}/u.test(segment));
  return new Set(said.map(({ segment, index }) => index + segment.length));
}

function spaceKind(space: string, startsSentence: boolean): BreakKind {
  if (/\n[^\S\n]*\n|\u2029/.test(space)) return 'paragraph';
  return startsSentence || space.includes('\n') ? 'sentence' : 'word';
}
