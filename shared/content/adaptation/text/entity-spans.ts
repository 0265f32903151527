import twitterText from 'twitter-text';
import { countText } from '../../../platforms/contract/text-count.ts';
import { xLinksIn } from '../../../platforms/contract/x-text.ts';

/** Links by address and links that a platform's own finder may not take for one, e.g. to a bare host. */
const address = /https?:\/\/[^\s<>"\u3000-\u303F\uFF00-\uFFEF]+/gi;
/** `@name`, `@name.example.com`, `@name@example.com`. */
const mention = /(?<![\p{L}\p{N}_])[@＠]\w(?:[\w.-]*\w)?(?:@[\w.-]*\w)?/gu;
const hashtag = /[#＃][\p{L}\p{M}\p{N}_]+/gu;
/** Bluesky takes all up to the next space for a tag, but for marks at its end, if it is no longer than this. */
const wideHashtag = /(?<!\S)[#＃]\S*[^\s\p{P}]/gu;
const WIDE_HASHTAG_MAX = 65;

/**
 * Marks each position inside a link, mention, hashtag or cashtag, as any platform finds them: a text must not be cut
 * there. Positions are UTF-16; the ends of an entity are not inside it.
 */
export function insideEntity(text: string): Uint8Array {
  const inside = new Uint8Array(text.length + 1);
  for (const [start, end] of entitySpans(text)) inside.fill(1, start + 1, end);
  return inside;
}

/** Start and end of each, in no order; they may overlap. */
function entitySpans(text: string): [number, number][] {
  const found = [
    ...twitterText.extractMentionsWithIndices(text),
    ...twitterText.extractHashtagsWithIndices(text),
    ...twitterText.extractCashtagsWithIndices(text),
  ].map(({ indices }): [number, number] => indices);
  const wide = [...text.matchAll(wideHashtag)].filter(([tag]) => countText(tag, 'graphemes') <= WIDE_HASHTAG_MAX);
  const matched = [...[address, mention, hashtag].flatMap((pattern) => [...text.matchAll(pattern)]), ...wide];
  const links = xLinksIn(text, { extractUrlsWithoutProtocol: true }).map(({ start, end }): [number, number] => [
    start,
    end,
  ]);
  return [...links, ...found, ...matched.map(({ 0: { length }, index }): [number, number] => [index, index + length])];
}
