const compiled = new Map<string, RegExp>();

/** IAM's `*` (any text) and `?` (any one character). */
export function matchesWildcard(pattern: string, value: string, flags: '' | 'i' = ''): boolean {
  const key = `${flags}:${pattern}`;
  let expression = compiled.get(key);
  if (!expression) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    expression = new RegExp(`^${source}$`, `s${flags}`);
    compiled.set(key, expression);
  }
  return expression.test(value);
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
