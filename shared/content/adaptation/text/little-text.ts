const reserved = /[\\|{}@[\]()<>#*_~]/g;
/** A mention as LinkedIn writes it, or a hashtag. */
const element =
  /@\[([^[\]\n]+)\]\((urn:li:(?:person|organization):[\w-]+)\)|(?<![\p{L}\p{M}\p{N}_&])#([\p{L}\p{M}\p{N}_]*[\p{L}][\p{L}\p{M}\p{N}_]*)/gu;

/**
 * A text in LinkedIn's "little text format": an unescaped reserved character would cut the post off in silence.
 * Mentions that are written as `@[Name](urn:li:organization:1)` and hashtags stay what they are.
 */
export function escapeLittleText(text: string): string {
  let escaped = '';
  let from = 0;
  for (const match of text.matchAll(element)) {
    const [whole, name, urn, tag] = match;
    escaped += escapedText(text.slice(from, match.index));
    escaped += tag === undefined ? `@[${escapedText(name!)}](${urn})` : `{hashtag|\\#|${escapedText(tag)}}`;
    from = match.index + whole.length;
  }
  return escaped + escapedText(text.slice(from));
}

function escapedText(text: string): string {
  return text.replace(reserved, '\\$&');
}
