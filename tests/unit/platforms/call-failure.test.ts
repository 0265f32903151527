import { expect, it } from 'vitest';
import { PlatformError } from '../../../shared/platforms/contract/platform-failure.ts';
import { AddressRefusedError } from '../../../shared/platforms/http/address-policy.ts';
import { noAnswer } from '../../../shared/platforms/http/call-failure.ts';

const withCode = (code: string) => Object.assign(new Error('secret request'), { code });

it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'CERT_HAS_EXPIRED'])(
  '%s sent nothing, so a publish may be tried again',
  (code) => {
    const { failure } = noAnswer(new TypeError('fetch failed', { cause: withCode(code) }), {
      platform: 'X',
      visible: true,
    });
    expect(failure.class).toBe('RETRY_LATER');
  },
);

it.each(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ABORT_ERR'])('%s leaves the outcome of a publish unknown', (code) => {
  expect(noAnswer(withCode(code), { platform: 'X', visible: true }).failure.class).toBe('UNKNOWN_OUTCOME');
  expect(noAnswer(withCode(code), { platform: 'X' }).failure.class).toBe('RETRY_LATER');
});

it('keeps what is a platform error already, and says what the policy refused', () => {
  const known = new PlatformError({ class: 'NOT_FOUND' }, 'Gone.', { remedy: 'None.' });
  expect(noAnswer(known, { platform: 'X' })).toBe(known);
  const refused = noAnswer(new Error('x', { cause: new AddressRefusedError('10.0.0.1 is refused.') }), {
    platform: 'X',
  });
  expect(refused.failure.class).toBe('RECONNECT');
  expect(refused.message).toBe('10.0.0.1 is refused.');
});

it('does not carry the original error along: it may hold the request', () => {
  expect(noAnswer(withCode('ECONNRESET'), { platform: 'X' }).cause).toBeUndefined();
});
