/** A stretch of a text that is an http(s) link, in UTF-16 units. */
export interface TextLink {
  start: number;
  end: number;
  url: string;
}

const run = /https?:\/\/\S+/gi;
/** A link that is glued to one of these belongs to another word: an address, a mention, a tag. */
const gluing = /[\w@#$/＠＃.-]/;
const letter = /[\p{L}\p{M}\p{N}]/u;
const wide = /[^\u0021-\u007E]/;
/** Signs that no address holds and that may well end one: what stands around them is not one address for certain. */
const unsure = /[<>"“”„«»…\u3001-\u303F\uFF01\uFF08\uFF09\uFF0C\uFF0E\uFF1A\uFF1B\uFF1F\uFF3B\uFF3D\uFF5B\uFF5D]/;
const endMarks = new Set('.,;:!?\'"…‘’‚‛“”„‟«»‹›。、，．！？；：');
const pairs: Record<string, string> = {
  ')': '(',
  ']': '[',
  '}': '{',
  '>': '<',
  '）': '（',
  '］': '［',
  '｝': '｛',
  '〕': '〔',
  '〉': '〈',
  '》': '《',
  '」': '「',
  '』': '『',
  '】': '【',
};

/**
 * The http(s) links of a text. Each is the whole run of characters up to the next space, without the punctuation that
 * closes it; a run of which that is not certain is no link, for a link to half an address leads nowhere.
 */
export function linksIn(text: string): TextLink[] {
  return runsIn(text).filter(({ start, url }) => {
    const before = text[start - 1] ?? ' ';
    if (gluing.test(before) || unsure.test(url) || !isAddress(url)) return false;
    return !letter.test(before) || !wide.test(url);
  });
}

/** Runs that begin as links do and are none for certain. */
export function doubtfulLinksIn(text: string): TextLink[] {
  const sure = new Set(linksIn(text).map(({ start }) => start));
  return runsIn(text).filter(({ start, url }) => !sure.has(start) && url.length > 'https://'.length);
}

/** The run without what closes the sentence or the bracket around it. */
export function withoutClosing(written: string): string {
  const counts = new Map<string, number>();
  for (const sign of written) if (sign in pairs || opening.has(sign)) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  let end = written.length;
  for (; end > 0; end--) {
    const sign = written[end - 1]!;
    if (endMarks.has(sign)) continue;
    const closed = counts.get(sign) ?? 0;
    // A bracket that was opened inside belongs to the address.
    if (!(sign in pairs) || closed <= (counts.get(pairs[sign]!) ?? 0)) break;
    counts.set(sign, closed - 1);
  }
  return written.slice(0, end);
}

const opening = new Set(Object.values(pairs));

function runsIn(text: string): TextLink[] {
  return [...text.matchAll(run)].map(({ 0: written, index }) => {
    const url = withoutClosing(written);
    return { start: index, end: index + url.length, url };
  });
}

function isAddress(url: string): boolean {
  return URL.canParse(url) && letter.test(new URL(url).hostname);
}
