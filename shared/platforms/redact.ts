/**
 * Takes every credential value out of a text that came from outside, such as an error message that quotes our request.
 * Values shorter than 6 characters are left: they would blank out ordinary words.
 */
export function redact(text: string, credentials: unknown): string {
  return secretsIn(credentials).reduce((clean, secret) => clean.replaceAll(secret, '[hidden]'), text);
}

/** All strings in the credentials, and the forms in which they travel (without spaces, base64). */
function secretsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.length < 6 ? [] : forms(value);
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value);
  const pairs = inner.flatMap((a) =>
    inner.map((b) => (typeof a === 'string' && typeof b === 'string' ? `${a}:${b}` : '')),
  );
  return [...pairs.flatMap(forms), ...inner.flatMap(secretsIn)].filter((text) => text.length >= 6);
}

function forms(secret: string): string[] {
  return [secret, secret.replaceAll(' ', ''), Buffer.from(secret).toString('base64'), encodeURIComponent(secret)];
}
