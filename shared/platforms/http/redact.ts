/**
 * Takes every credential value out of a text that came from outside, such as an error message that quotes our request.
 * Values shorter than 6 characters are left: they would blank out ordinary words.
 */
export function redact(text: string, credentials: unknown): string {
  const clean = secretsIn(credentials).reduce((so, secret) => so.replaceAll(secret, '[hidden]'), text);
  return clean.replace(JSON_WEB_TOKEN, '[hidden]');
}

/** Session tokens that are no longer, or not yet, among the credentials: of a login that was not kept, or of a rotation. */
const JSON_WEB_TOKEN = /(?<![\w-])eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g;

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
