import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  openCredentials,
  type SealedCredentials,
  sealCredentials,
} from '../../../shared/accounts/credentials/sealed-credentials.ts';

const key = { plain: randomBytes(32), sealed: randomBytes(100).toString('base64') };
const flip = (text: string, at: number): string => {
  const bytes = Buffer.from(text, 'base64');
  bytes[at % bytes.length]! ^= 1;
  return bytes.toString('base64');
};

describe('sealed credentials', () => {
  it('open as what was sealed, for their own account alone', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' })), fc.string(), (credentials, owner) => {
        const sealed = sealCredentials(key, owner, randomUUID(), credentials);
        expect(openCredentials(key.plain, owner, sealed)).toEqual(credentials);
        expect(() => openCredentials(key.plain, `${owner}!`, sealed)).toThrow();
        expect(() => openCredentials(randomBytes(32), owner, sealed)).toThrow();
        expect(() => openCredentials(key.plain, owner, { ...sealed, version: randomUUID() })).toThrow();
      }),
    );
  });

  it('do not open once a single bit of them is another', () => {
    const parts = ['nonce', 'tag', 'ciphertext'] as const satisfies (keyof SealedCredentials)[];
    fc.assert(
      fc.property(fc.constantFrom(...parts), fc.nat(1_000), (part, at) => {
        const sealed = sealCredentials(key, 'tenant/account', randomUUID(), { token: 'a secret of some length' });
        const changed = { ...sealed, [part]: flip(sealed[part], at) };
        expect(() => openCredentials(key.plain, 'tenant/account', changed)).toThrow();
      }),
    );
  });

  it('hold nothing in clear, and never the same twice', () => {
    const seal = () => JSON.stringify(sealCredentials(key, 'tenant/account', randomUUID(), { token: 'open-sesame' }));
    expect(seal()).not.toContain('open-sesame');
    expect(seal()).not.toContain(Buffer.from('open-sesame').toString('base64').slice(0, 8));
    expect(JSON.parse(seal()).ciphertext).not.toBe(JSON.parse(seal()).ciphertext);
  });
});
