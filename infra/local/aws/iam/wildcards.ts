/**
 * IAM's `*` (any text) and `?` (any one character). Only the last `*` is ever tried again: an earlier one that took more
 * would leave no more to those after it.
 */
export function matchesWildcard(pattern: string, value: string, flags: '' | 'i' = ''): boolean {
  const [wanted, text] = flags === 'i' ? [pattern.toLowerCase(), value.toLowerCase()] : [pattern, value];
  let at = 0;
  let star = -1;
  let retry = 0;
  for (let place = 0; place < text.length; ) {
    if (wanted[at] === '*') {
      star = at++;
      retry = place;
    } else if (at < wanted.length && (wanted[at] === '?' || wanted[at] === text[place])) {
      at++;
      place++;
    } else if (star >= 0) {
      at = star + 1;
      place = ++retry;
    } else {
      return false;
    }
  }
  while (wanted[at] === '*') at++;
  return at === wanted.length;
}

/** As `ArnLike` compares: each of the six colon-separated parts by itself, so that `*` can't reach into the next. */
export function matchesArn(pattern: string, value: string): boolean {
  const patternParts = arnParts(pattern);
  const valueParts = arnParts(value);
  return (
    patternParts.length === valueParts.length &&
    patternParts.every((part, index) => matchesWildcard(part, valueParts[index] ?? ''))
  );
}

function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
