import * as z from 'zod';

const MAX_LENGTH = 2_048;

/** Whether it is an http(s) address without a user name or a password in it. */
export function isWebAddress(text: string): boolean {
  if (text.length > MAX_LENGTH || !URL.canParse(text)) return false;
  return ['https:', 'http:'].includes(new URL(text).protocol) && !hasLogin(text);
}

function hasLogin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username !== '' || password !== '';
}

/**
 * An address that a user gives and Herald shows. It holds no password: settings are read by everyone who may read the
 * account, and logged.
 * @param tidy what is done to it first, e.g. to an address that was copied from the browser
 */
export function webAddress(tidy: (given: string) => string = (given) => given) {
  return z
    .string()
    .trim()
    .max(MAX_LENGTH)
    .overwrite(tidy)
    .url({ protocol: /^https?$/, error: 'Not a web address; write it like "https://example.com"', abort: true })
    .refine(
      (text) => !hasLogin(text),
      'The address has a user name or a password in it; leave out what stands before the "@"',
    );
}

/** Without the slashes at its end, so that a path can be put behind it. */
export function withoutFinalSlashes(address: string): string {
  let end = address.length;
  while (address[end - 1] === '/') end--;
  return address.slice(0, end);
}
