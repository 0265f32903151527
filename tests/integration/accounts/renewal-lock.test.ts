import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renewCredentials } from '../../../shared/accounts/access/renew-credentials.ts';
import type { Account } from '../../../shared/accounts/account.ts';
import { changeAccount, insertAccount, readAccount } from '../../../shared/accounts/account-items.ts';
import { accountGuards } from '../../../shared/accounts/guards.ts';
import { documentClient } from '../../../shared/kernel/table/client.ts';
import { exists, transact } from '../../../shared/kernel/table/transact.ts';
import { adapterFor } from '../../../shared/platforms/registry.ts';
import { aPlatform } from '../../support/factories.ts';
import { openTable } from '../planning/support/table.ts';
import { type Command, operationOf } from '../publishing/support/direct-client.ts';

const NOW = Date.parse('2027-03-10T09:00:00.000Z');
const passes = (ms: number) => void vi.setSystemTime(Date.now() + ms);
/** How long KMS takes for an answer, and what happens meanwhile. */
const kms = vi.hoisted(() => ({ takesMs: 0, meanwhile: async () => {} }));
vi.mock('../../../shared/aws/data-keys.ts', () => ({
  newDataKey: async () => {
    vi.setSystemTime(Date.now() + kms.takesMs);
    await kms.meanwhile();
    return { plain: new Uint8Array(32), sealed: Buffer.from('sealed').toString('base64') };
  },
}));

const tokens = (refreshToken: string) => ({
  ...{ clientId: 'client', clientSecret: 'secret', accessToken: 'access', refreshToken },
  expiresAt: '2027-01-01T00:00:00.000Z',
});

describe('a token that works once', () => {
  let table: Awaited<ReturnType<typeof openTable>>;
  let account: Account;
  let used: { version: string; parsed: unknown };
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    table = await openTable();
    vi.stubEnv('API_URL', 'https://herald.example');
    kms.meanwhile = async () => {};
    account = aPlatform({ kind: 'x', credentialsSecretId: undefined, credentialsVersion: randomUUID() });
    await transact([insertAccount(account)]);
    used = { version: account.credentialsVersion, parsed: tokens('old') };
  });
  afterEach(async () => {
    await table?.close();
    vi.useRealTimers();
  });
  const refreshTakes = (ms: number) =>
    vi.spyOn(adapterFor('x').session!, 'refresh').mockImplementation(async () => {
      passes(ms);
      return tokens('new');
    });
  const lockUntil = (refreshLockUntil: string) =>
    transact([changeAccount(accountGuards.refreshLock, account, { refreshLockUntil }, exists)]);
  const beforeEachStore = (work: () => Promise<unknown>) => {
    const send = vi.mocked(documentClient.send as (command: Command) => Promise<unknown>);
    const original = send.getMockImplementation()!;
    send.mockImplementation(async (command) => {
      const isStore = operationOf(command) === 'TransactWrite' && JSON.stringify(command.input).includes('ciphertext');
      if (isStore) await work();
      return original(command);
    });
  };

  it.each([
    { what: 'as long as they mostly may', kmsMs: 8_000, storeMs: 14_000 },
    { what: 'longer than the lock that was taken first', kmsMs: 44_000, storeMs: 22_000 },
  ])('is spent by one worker, though KMS, the platform and the table each take $what', async ({ kmsMs, storeMs }) => {
    kms.takesMs = kmsMs;
    const refresh = refreshTakes(15_000);
    let other: Promise<unknown> | undefined;
    beforeEachStore(async () => {
      if (other !== undefined) return;
      passes(storeMs);
      other = renewCredentials(account, used, 0);
      await other.catch(() => {});
    });
    await expect(renewCredentials(account, used, 15_000)).resolves.toMatchObject({ parsed: tokens('new') });
    await expect(other).rejects.toMatchObject({ failure: { class: 'RETRY_LATER' } });
    expect(refresh).toHaveBeenCalledTimes(1);
    expect((await readAccount(account.tenantId, account.id))!.refreshLockUntil).toBeUndefined();
  });

  it('is not spent by a worker that has lost its lock to another, nor is the other one’s lock ended', async () => {
    kms.takesMs = 50_000;
    const until = new Date(NOW + 95_000).toISOString();
    kms.meanwhile = () => lockUntil(until);
    const refresh = refreshTakes(0);
    await expect(renewCredentials(account, used, 15_000)).rejects.toMatchObject({ failure: { class: 'RETRY_LATER' } });
    expect(refresh).not.toHaveBeenCalled();
    expect((await readAccount(account.tenantId, account.id))!.refreshLockUntil).toBe(until);
  });

  it('is waited for by the clock that tests move', async () => {
    await lockUntil(new Date(NOW + 45_000).toISOString());
    const waiting = renewCredentials(account, used, 60 * 60_000);
    const outcome = expect(waiting).rejects.toMatchObject({ failure: { class: 'RETRY_LATER' } });
    const moves = setInterval(() => passes(10 * 60_000), 5);
    await outcome;
    clearInterval(moves);
  });
});
