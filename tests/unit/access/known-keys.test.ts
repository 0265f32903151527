import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetPrincipals, keepPrincipal, knownPrincipal } from '../../../shared/access/known-keys.ts';

const principal = {
  tenantId: 't',
  principalId: 'key:1',
  keyId: '1',
  scopes: ['read'],
  keyRate: 6_000,
  tenantRate: 12_000,
};

describe('a key that was right', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1_000_000, toFake: ['Date'] }));
  afterEach(() => {
    vi.useRealTimers();
    forgetPrincipals();
  });

  it('is known for a minute, and no other key with it', () => {
    keepPrincipal('one', principal, undefined);
    vi.setSystemTime(1_059_999);
    expect([knownPrincipal('one'), knownPrincipal('two')]).toEqual([principal, undefined]);
    vi.setSystemTime(1_060_000);
    expect(knownPrincipal('one')).toBeUndefined();
  });

  it('is known no longer than it is valid', () => {
    keepPrincipal('one', principal, 1_010);
    vi.setSystemTime(1_009_999);
    expect(knownPrincipal('one')).toEqual(principal);
    vi.setSystemTime(1_010_000);
    expect(knownPrincipal('one')).toBeUndefined();
  });

  it('makes room for others however many there are', () => {
    for (let index = 0; index < 1_100; index += 1) keepPrincipal(`key ${index}`, principal, undefined);
    expect([knownPrincipal('key 0'), knownPrincipal('key 1099')]).toEqual([undefined, principal]);
  });
});
