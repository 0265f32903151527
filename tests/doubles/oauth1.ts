import { createHmac } from 'node:crypto';
import type { DoubleRequest } from './http-double.ts';

export interface OAuth1Keys {
  apiKey: string;
  apiSecret: string;
  accessToken: string;
  accessSecret: string;
}

/** Whether the request carries a valid OAuth 1.0a signature (RFC 5849, HMAC-SHA1) of these keys. */
export function isSigned({ method, url, headers }: DoubleRequest, keys: OAuth1Keys): boolean {
  const header = headers.authorization ?? '';
  if (!header.startsWith('OAuth ')) return false;
  const given = new Map(
    header
      .slice('OAuth '.length)
      .split(/,\s*/)
      .map((pair): [string, string] => {
        const [name = '', value = ''] = pair.split('=');
        return [decodeURIComponent(name), decodeURIComponent(value.replace(/^"|"$/g, ''))];
      }),
  );
  const signature = given.get('oauth_signature');
  if (given.get('oauth_consumer_key') !== keys.apiKey || given.get('oauth_token') !== keys.accessToken) return false;
  const parameters = [...given, ...url.searchParams]
    .filter(([name]) => name !== 'oauth_signature' && name !== 'realm')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort();
  const base = [method, encode(url.origin + url.pathname), encode(parameters.join('&'))].join('&');
  const key = `${encode(keys.apiSecret)}&${encode(keys.accessSecret)}`;
  return createHmac('sha1', key).update(base).digest('base64') === signature;
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
