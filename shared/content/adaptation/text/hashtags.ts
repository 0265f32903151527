import twitterText from 'twitter-text';
import { countText } from '../../../platforms/contract/text-count.ts';

interface Tagged {
  text: string;
  /** Tags for which there was no room. */
  leftOut: string[];
  /** Keywords of which no hashtag can be made. */
  impossible: string[];
}

/**
 * A keyword as a hashtag without its #: letters, digits and underscores, words joined in CamelCase. Undefined where
 * nothing is left that platforms take for one, e.g. of digits alone.
 */
export function hashtagOf(keyword: string): string | undefined {
  const words = keyword
    .normalize('NFC')
    .replace(/(?<=\p{L})['’](?=\p{L})/gu, '')
    // Languages that would lose their name with their sign: of "C++" only another language would be left.
    .replace(/(?<=\p{L})\+\+/gu, 'PlusPlus')
    .replace(/(?<=\p{L})#(?![\p{L}\p{N}])/gu, 'Sharp')
    .split(/[^\p{L}\p{M}\p{N}_]+/u)
    .filter((word) => word !== '');
  const joined = words.length < 2 ? (words[0] ?? '') : words.map(capitalized).join('');
  // Bluesky takes an underscore at the end for a mark behind the tag.
  const tag = joined.replace(/^_+|(?<!_)_+$/g, '');
  return tag !== '' && twitterText.isValidHashtag(`#${tag}`) ? tag : undefined;
}

/**
 * Adds keywords as hashtags in a last paragraph, the first ones first: as many as the platform takes and as fit, none
 * that the text has already, none twice.
 * @param rule how many the whole text may have, and how many graphemes each
 * @param before what the reader has read already: its tags are not repeated
 */
export function addHashtags(
  text: string,
  keywords: readonly string[],
  rule: { max: number; maxLength?: number },
  fits: (text: string) => boolean,
  before = '',
): Tagged {
  const present = twitterText.extractHashtags(text);
  const known = new Set([...twitterText.extractHashtags(before), ...present].map(folded));
  const wanted = keywords.map(hashtagOf).filter((tag): tag is string => {
    if (tag === undefined || known.has(folded(tag)) || countText(tag, 'graphemes') > (rule.maxLength ?? 100))
      return false;
    known.add(folded(tag));
    return true;
  });
  const impossible = keywords.filter((keyword) => hashtagOf(keyword) === undefined);
  const room = Math.max(0, rule.max - present.length);
  const leftOut = wanted.slice(room);
  let added = text;
  for (const tag of wanted.slice(0, room)) {
    const longer = `${added}${added === text ? '\n\n' : ' '}#${tag}`;
    if (fits(longer)) added = longer;
    else leftOut.push(tag);
  }
  return { text: added, leftOut, impossible };
}

function capitalized(word: string): string {
  const [first = ''] = word;
  return first.toUpperCase() + word.slice(first.length);
}

function folded(tag: string): string {
  return tag.normalize('NFKC').toLowerCase();
}
