import { inspect } from 'node:util';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Access } from '../../../shared/accounts/access/access.ts';
import { type CallLimits, withAccess } from '../../../shared/accounts/access/with-access.ts';
import { logger } from '../../../shared/kernel/logger.ts';
import { defineGuard } from '../../../shared/kernel/table/guard.ts';
import { GuardFailed } from '../../../shared/kernel/table/transact.ts';
import { PlatformError } from '../../../shared/platforms/contract/platform-failure.ts';
import { aPlatform } from '../../support/factories.ts';

const expired = new PlatformError({ class: 'AUTH_EXPIRED' }, 'The access has expired.', { remedy: 'Nothing.' });

describe('a call whose access the platform refuses', () => {
  let done: string[];
  const note = (what: string) => async () => {
    done.push(what);
  };
  const access = {
    account: aPlatform(),
    canRenew: true,
    credentials: () => ({}),
    load: () => note('load')(),
    renew: () => note('renew')(),
  } as unknown as Access;
  const limits = (more: Partial<CallLimits> = {}): CallLimits => ({
    callMs: 1_000,
    unanswered: 'UNKNOWN_OUTCOME',
    beforeRenewal: note('renew the lease'),
    afterRenewal: note('make sure of the lease'),
    ...more,
  });
  const refusedOnce = async () => {
    done.push('call');
    if (done.filter((what) => what === 'call').length === 1) throw expired;
    return 'published';
  };
  beforeEach(() => {
    done = [];
    vi.stubEnv('ALLOW_LOOPBACK_ADDRESSES', 'true');
    vi.stubEnv('API_URL', 'http://127.0.0.1');
  });
  afterAll(() => vi.unstubAllEnvs());

  it('is made again once, between two looks at its lease: a renewal may take longer than its limit', async () => {
    expect(await withAccess(access, limits(), refusedOnce)).toBe('published');
    expect(done).toEqual(['load', 'call', 'renew the lease', 'renew', 'make sure of the lease', 'call']);
  });

  it('is not made again where the attempt was given up meanwhile', async () => {
    const lost = new GuardFailed(defineGuard('distribution'), undefined);
    const afterRenewal = async () => Promise.reject(lost);
    await expect(withAccess(access, limits({ afterRenewal }), refusedOnce)).rejects.toBe(lost);
    expect(done.filter((what) => what === 'call')).toHaveLength(1);
  });

  it('tells nobody what was sent, where something unexpected quotes it in its message', async () => {
    const log = vi.spyOn(logger, 'error').mockImplementation(() => {});
    const quoting = async (): Promise<never> => {
      throw new TypeError('"Bearer first line\nsecond line\n    of the key" is an invalid header value.');
    };
    const failed = await withAccess(access, limits(), quoting).catch((error: unknown) => error);
    const told = inspect([failed, log.mock.calls], { depth: 9 });
    log.mockRestore();
    expect(told).toContain('with-access.test.ts');
    for (const part of ['first line', 'second line', 'of the key']) expect(told).not.toContain(part);
  });

  it('leaves no unknown outcome where its lease cannot be written: the platform made nothing', async () => {
    const beforeRenewal = async () => Promise.reject(new Error('throttled'));
    const failed = withAccess(access, limits({ beforeRenewal }), refusedOnce);
    await expect(failed).rejects.toMatchObject({ failure: { class: 'RETRY_LATER' } });
    expect(done.filter((what) => what === 'call')).toHaveLength(1);
  });
});
