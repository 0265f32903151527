/** More than any page of posts has in it is no answer that somebody wrote a notice in front of. */
const MAX_TEXT = 2 * 1_048_576;
/** How far in a notice may end, and how many places are tried: each try reads the rest of the text. */
const MAX_NOTICE = 65_536;
const MAX_TRIES = 8;

/**
 * The JSON of an answer. PHP prints its notices before it and plugins their marks behind it: those are read past where
 * the JSON itself is whole. Else the text as it is: hosts and firewalls answer with pages.
 */
export function readJson(text: string): unknown {
  const whole = parse(text);
  if (whole !== undefined) return whole;
  if (text.length > MAX_TEXT) return text;
  const places = [...text.slice(0, MAX_NOTICE).matchAll(BEGINNING)].slice(0, MAX_TRIES);
  for (const { index, 0: beginning } of places) {
    const end = text.lastIndexOf(beginning.startsWith('{') ? '}' : ']');
    const found = parse(text.slice(index, end + 1));
    if (typeof found === 'object' && found !== null) return found;
  }
  return text;
}

/** As an object or a list of objects begins. A notice may have single brackets in it. */
const BEGINNING = /\{"|\{\}|\[\{|\[\]/g;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
