import { dynalite } from '../dynalite/dynalite.ts';
import type { AttributeValue, Item } from '../items/attribute-value.ts';
import type { KeyAttribute, KeyAttributes } from '../tables/table-layout.ts';
import type { KeyRange } from './key-space.ts';

/**
 * Keys of items and index entries, in DynamoDB's order: a tag that spreads partitions over a scan, then each key
 * attribute with an end behind it. A text is as it is, but for the characters that mark an end; numbers and bytes are
 * dynalite's digits, which sort as they do.
 */
const END = '\x01';
/** Comes right behind everything that begins with the same attributes. */
const BEHIND = '\x02';
const TAGS = 4096;

/** An item's key in its table's part of the store. */
export function itemKey(key: KeyAttributes, item: Item): string {
  const [hash, range] = key;
  const start = partitionStart(item[hash.name]!, hash);
  return range ? start + part(item[range.name]!, range) + END : start;
}

/** An entry's key in its index's part of the store: the item's key behind the index key makes it unique. */
export function entryKey(key: KeyAttributes, tableKey: KeyAttributes, item: Item): string {
  return itemKey(key, item) + itemKey(tableKey, item);
}

/** What the keys of one partition begin with. */
export function partitionStart(value: AttributeValue, hash: KeyAttribute): string {
  const text = part(value, hash);
  return tagOf(text) + text + END;
}

export type RangeOperator = 'EQ' | 'LT' | 'LE' | 'GT' | 'GE' | 'BETWEEN' | 'BEGINS_WITH';

/** The keys of a partition whose sort key meets a condition. */
export function sortKeyRange(
  start: string,
  range: KeyAttribute | undefined,
  operator?: RangeOperator,
  values: AttributeValue[] = [],
): KeyRange {
  const all = { gte: start, lt: start.slice(0, -END.length) + BEHIND };
  if (!range || !operator) return all;
  const [first, last] = values.map((value) => start + part(value, range));
  switch (operator) {
    case 'EQ':
      return { gte: first + END, lt: first + BEHIND };
    case 'LT':
      return { ...all, lt: first + END };
    case 'LE':
      return { ...all, lt: first + BEHIND };
    case 'GT':
      return { ...all, gte: first + BEHIND };
    case 'GE':
      return { ...all, gte: first + END };
    case 'BETWEEN':
      return { gte: first + END, lt: last + BEHIND };
    case 'BEGINS_WITH':
      return { gte: first!, lt: afterPrefix(first!) };
  }
}

/** The keys of one of so many parts of a scan. */
export function segmentRange(segment: number, total: number): { gte: string; lt: string } {
  const start = (of: number) => {
    const tag = Math.ceil((TAGS * of) / total);
    return tag < TAGS ? tagText(tag) : 'g';
  };
  return { gte: start(segment), lt: start(segment + 1) };
}

/** The first text behind all that begin with this one. */
function afterPrefix(prefix: string): string {
  const characters = [...prefix];
  for (;;) {
    const last = characters.pop()!.codePointAt(0)!;
    if (last === 0x10ffff) continue;
    // Between them lie surrogates, which are no characters of a text.
    return characters.join('') + String.fromCodePoint(last === 0xd7ff ? 0xe000 : last + 1);
  }
}

function part(value: AttributeValue, { type }: KeyAttribute): string {
  return type === 'S' ? escaped(value.S!) : dynalite.toRangeStr(value[type]!, type);
}

/** Characters that mark an end, and NUL, which ends a text for SQLite, are two behind BEHIND. */
const FIRST_PLAIN = 3;

function escaped(text: string): string {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) < FIRST_PLAIN) return Array.from(text, escapedCharacter).join('');
  }
  return text;
}

function escapedCharacter(character: string): string {
  const code = character.charCodeAt(0);
  return code < FIRST_PLAIN ? BEHIND + String.fromCharCode(code + FIRST_PLAIN) : character;
}

/** FNV-1a, folded. */
function tagOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return tagText((hash ^ (hash >>> 12)) & (TAGS - 1));
}

const tagText = (tag: number) => tag.toString(16).padStart(3, '0');
