import twitterText from 'twitter-text';

/** Of the $SYMBOLS in a text the first `max` stay; the others lose their sign. */
export function limitCashtags(text: string, max: number): { text: string; changed: string[] } {
  const changed: string[] = [];
  let limited = text;
  // One after the other, from the end: without its sign a symbol may make the one before it another.
  for (;;) {
    const found = twitterText.extractCashtagsWithIndices(limited);
    const last = found.at(-1);
    if (last === undefined || found.length <= max) return { text: limited, changed: changed.reverse() };
    const [start] = last.indices;
    limited = limited.slice(0, start) + limited.slice(start + 1);
    changed.push(last.cashtag);
  }
}
