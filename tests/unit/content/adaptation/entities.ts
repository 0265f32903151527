import twitterText from 'twitter-text';
import { facetsOf } from '../../../../shared/platforms/bluesky/lib/facets.ts';

/** Links, mentions and tags in a text as X and Bluesky find them (UTF-16). */
export function entitiesOf(text: string): { start: number; end: number }[] {
  const onX = twitterText.extractEntitiesWithIndices(text).map(({ indices: [start, end] }) => ({ start, end }));
  if (!text.isWellFormed()) return onX;
  const bytes = Buffer.from(text);
  const place = (byte: number) => bytes.subarray(0, byte).toString().length;
  const onBluesky = facetsOf(text).map(({ index }) => ({ start: place(index.byteStart), end: place(index.byteEnd) }));
  return [...onX, ...onBluesky];
}

/** What is wrong with cutting a text here: nothing, where it is between graphemes and outside every entity. */
export function brokenAt(text: string, cut: number): string[] {
  const graphemes = [...new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text)];
  const between = cut === text.length || graphemes.some(({ index }) => index === cut);
  const inside = entitiesOf(text).filter(({ start, end }) => start < cut && cut < end);
  return [...(between ? [] : ['grapheme']), ...inside.map(({ start, end }) => text.slice(start, end))];
}
