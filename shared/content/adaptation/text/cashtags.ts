import twitterText from 'twitter-text';

/** Of the $SYMBOLS in a text the first `max` stay; the others lose their sign. */
export function limitCashtags(text: string, max: number): { text: string; changed: string[] } {
  const changed: string[] = [];
  let limited = text;
  // Again until there are no more: a symbol without its sign may leave another one that was none before.
  for (;;) {
    const surplus = twitterText.extractCashtagsWithIndices(limited).slice(max);
    if (surplus.length === 0) return { text: limited, changed };
    let kept = '';
    let from = 0;
    for (const { cashtag, indices } of surplus) {
      kept += limited.slice(from, indices[0]);
      from = indices[0] + 1;
      changed.push(cashtag);
    }
    limited = kept + limited.slice(from);
  }
}
