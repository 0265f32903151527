/**
 * Takes every credential value out of a text that came from outside, such as an error message that quotes our request.
 * Values shorter than 6 characters are left: they would blank out ordinary words. The text is short: callers cut it before.
 */
export function redact(text: string, credentials: unknown): string {
  return hide(text, secretsIn(credentials));
}

/**
 * What somebody outside said, to be stored and shown: cut before any pattern sees it, without credentials, of at most
 * `max` UTF-16 units.
 */
export function quote(said: string, credentials: unknown, max: number): string {
  if (said.length <= MAX_READ) return redact(said, credentials).slice(0, max).toWellFormed();
  const secrets = secretsIn(credentials);
  return hide(withoutBeginning(said.slice(0, MAX_READ), secrets), secrets)
    .slice(0, max)
    .toWellFormed();
}

/** Much more than is shown, since a page's text begins behind its head. */
export const MAX_READ = 8_192;

/** Names of an account, and no secrets: the platform shows them to everyone, in addresses too. */
const NAMES = new Set(['username', 'identifier', 'handle', 'did', 'pdsUrl', 'clientId', 'expiresAt']);

/** The text of a platform's answer without the secrets that it may echo in an address, a name or an id. */
export function withoutSecrets(answer: string, credentials: unknown): string {
  return withoutAll(answer, secretsIn(credentials, NAMES));
}

const withoutAll = (text: string, secrets: string[]) =>
  secrets.reduce((so, secret) => so.replaceAll(secret, '[hidden]'), text);

const hide = (text: string, secrets: string[]) => withoutAll(text, secrets).replace(JSON_WEB_TOKEN, '[hidden]');

/** Session tokens that are no longer, or not yet, among the credentials: of a login that was not kept, or of a rotation. */
const JSON_WEB_TOKEN = /(?<![\w-])eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g;

/** A text that was cut may end inside a secret, where `hide` would not know it. */
function withoutBeginning(text: string, secrets: string[]): string {
  const longest = secrets
    .flatMap((secret) => range(6, secret.length).map((length) => secret.slice(0, length)))
    .filter((beginning) => text.endsWith(beginning))
    .reduce((most, { length }) => Math.max(most, length), 0);
  return text.slice(0, text.length - longest);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}

/** All strings in the credentials, and the forms in which they travel, longest first: one may begin with another. */
function secretsIn(value: unknown, names: ReadonlySet<string> = new Set()): string[] {
  const found = new Set(stringsIn(value, names).flatMap(forms));
  return [...found].filter((text) => text.length >= 6).sort((one, other) => other.length - one.length);
}

function stringsIn(value: unknown, names: ReadonlySet<string>): string[] {
  if (typeof value === 'string') return value.length < 6 ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).filter((one) => typeof one === 'string');
  // As basic authentication joins them.
  const pairs = inner.flatMap((one) => inner.map((other) => `${one}:${other}`));
  const own = Object.entries(value).filter(([name]) => !names.has(name));
  return [...pairs, ...own.flatMap(([, one]) => stringsIn(one, names))];
}

function forms(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64');
  return [
    secret,
    secret.replaceAll(' ', ''),
    base64,
    base64
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replace(/(?<!=)=+$/, ''),
    encodeURIComponent(secret.toWellFormed()),
    JSON.stringify(secret).slice(1, -1),
  ];
}
