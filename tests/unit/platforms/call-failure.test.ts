import { expect, it } from 'vitest';
import { PlatformError } from '../../../shared/platforms/contract/platform-failure.ts';
import { AddressRefusedError } from '../../../shared/platforms/http/address-policy.ts';
import { noAnswer } from '../../../shared/platforms/http/call-failure.ts';
import { RedirectRefusedError, WireError } from '../../../shared/platforms/http/wire-error.ts';
import { indexRedirect } from '../../../shared/platforms/wordpress/lib/index-redirect.ts';

/** As a client library passes it on. */
const wrapped = (error: Error) =>
  new Error('secret request', { cause: new TypeError('fetch failed', { cause: error }) });
const wire = (code: string, sent: boolean) => new WireError('broke off', { code, sent });

it.each(['ECONNREFUSED', 'ENOTFOUND', 'CERT_HAS_EXPIRED', 'CONNECT_TIMEOUT', 'ABORTED'])(
  '%s before there was a connection sent nothing, so a publish may be tried again',
  (code) => {
    const { failure, platformCode } = noAnswer(wrapped(wire(code, false)), { platform: 'X', visible: true });
    expect([failure.class, platformCode]).toEqual(['RETRY_LATER', code]);
  },
);

it.each(['ECONNRESET', 'EPIPE', 'HEADERS_TIMEOUT', 'ANSWER_TOO_LARGE', 'ODD_STATUS', 'ABORTED'])(
  '%s on a connection leaves the outcome of a publish unknown',
  (code) => {
    expect(noAnswer(wire(code, true), { platform: 'X', visible: true }).failure.class).toBe('UNKNOWN_OUTCOME');
    expect(noAnswer(wire(code, true), { platform: 'X' }).failure.class).toBe('RETRY_LATER');
  },
);

it('takes an error that nobody knows for a call that may have published', () => {
  expect(noAnswer(new Error('?'), { platform: 'X', visible: true }).failure.class).toBe('UNKNOWN_OUTCOME');
});

it('keeps what is a platform error already, and says what the policy refused', () => {
  const known = new PlatformError({ class: 'NOT_FOUND' }, 'Gone.', { remedy: 'None.' });
  expect(noAnswer(known, { platform: 'X' })).toBe(known);
  const refused = noAnswer(wrapped(new AddressRefusedError('10.0.0.1 is refused.')), { platform: 'X' });
  expect(refused.failure.class).toBe('RECONNECT');
  expect(refused.message).toBe('10.0.0.1 is refused.');
});

it('names the new address where a platform has moved for good, and waits where it is sent elsewhere for a moment', () => {
  const redirect = (isPermanent: boolean) =>
    noAnswer(new RedirectRefusedError('redirects', { to: 'https://new.example/api', isPermanent }), { platform: 'X' });
  expect(redirect(true)).toMatchObject({
    failure: { class: 'RECONNECT' },
    remedy: expect.stringContaining('https://new.example/api'),
  });
  expect(redirect(false).failure.class).toBe('RETRY_LATER');
});

it('shows no secret that a server puts into the address that it redirects to', () => {
  const credentials = { username: 'mia', appPassword: 'abcd efgh ijkl mnop' };
  const secret = Buffer.from('mia:abcd efgh ijkl mnop').toString('base64');
  for (const said of ['abcdefghijklmnop', secret, encodeURIComponent('abcd efgh ijkl mnop')]) {
    for (const isPermanent of [true, false]) {
      const redirect = new RedirectRefusedError(`redirects to ${said}.example`, {
        to: `https://new.example/${said}/api`,
        isPermanent,
      });
      const failed = noAnswer(wrapped(redirect), { platform: 'the WordPress site', credentials });
      expect(`${failed.message} ${failed.remedy}`).not.toContain(said);
    }
    const location = `https://other.example/${said}/wp-json/`;
    const index = () =>
      indexRedirect('https://blog.example', 'https://blog.example/wp-json/', { location, status: 301, credentials });
    expect(index).toThrow(expect.objectContaining({ remedy: expect.stringContaining('other.example/[hidden]') }));
  }
});

it('does not carry the original error along: it may hold the request', () => {
  expect(noAnswer(wrapped(wire('ECONNRESET', true)), { platform: 'X' }).cause).toBeUndefined();
});
