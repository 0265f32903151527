import { plainText } from './plain-text.ts';

const TAG = /<(\/?)([a-z][a-z\d]{0,9})(?:\s[^<>]{0,2000})?\/?>/gi;
const VOID = new Set(['br', 'wbr', 'img']);
const INLINE = new Set([
  ...[
    'a',
    'abbr',
    'b',
    'bdi',
    'bdo',
    'big',
    'cite',
    'code',
    'del',
    'dfn',
    'em',
    'font',
    'i',
    'ins',
    'kbd',
    'mark',
    'p',
    'q',
  ],
  ...['s', 'samp', 'small', 'span', 'strike', 'strong', 'sub', 'sup', 'time', 'tt', 'u', 'var'],
]);

/**
 * The title of an RSS entry. Whether it is text or HTML is not said anywhere (RSS Advisory Board, profile): what opens and
 * closes as the markup of a line does is markup, and every other `<` is a sign that the author wrote.
 */
export function titleText(title: string): string {
  const marks = markupOf(title);
  let html = '';
  let from = 0;
  for (const { index, length } of marks) {
    html += literal(title.slice(from, index)) + title.slice(index, index + length);
    from = index + length;
  }
  return plainText(html + literal(title.slice(from)));
}

const literal = (text: string) => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The tags that come in pairs, in order. */
function markupOf(title: string): { index: number; length: number }[] {
  const open = new Map<string, { index: number; length: number }[]>();
  const marks: { index: number; length: number }[] = [];
  for (const { 0: tag, 1: slash, 2: written = '', index } of title.matchAll(TAG)) {
    const name = written.toLowerCase();
    const mark = { index, length: tag.length };
    if (VOID.has(name)) marks.push(mark);
    else if (!INLINE.has(name)) continue;
    else if (slash === '') (open.get(name) ?? open.set(name, []).get(name)!).push(mark);
    else {
      const begun = open.get(name)?.pop();
      if (begun !== undefined) marks.push(begun, mark);
    }
  }
  return marks.sort((a, b) => a.index - b.index);
}
