import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { renewCredentials } from '../../../shared/accounts/access/renew-credentials.ts';
import { insertAccount, readAccount } from '../../../shared/accounts/account-items.ts';
import { documentClient } from '../../../shared/kernel/table/client.ts';
import { transact } from '../../../shared/kernel/table/transact.ts';
import { adapterFor } from '../../../shared/platforms/registry.ts';
import { aPlatform } from '../../support/factories.ts';
import { openTable } from '../planning/support/table.ts';
import { type Command, operationOf } from '../publishing/support/direct-client.ts';

const NOW = Date.parse('2027-03-10T09:00:00.000Z');
const passes = (ms: number) => void vi.setSystemTime(Date.now() + ms);
/** KMS answers late. */
vi.mock('../../../shared/aws/data-keys.ts', () => ({
  newDataKey: async () => {
    vi.setSystemTime(Date.now() + 8_000);
    return { plain: new Uint8Array(32), sealed: Buffer.from('sealed').toString('base64') };
  },
}));

const tokens = (refreshToken: string) => ({
  ...{ clientId: 'client', clientSecret: 'secret', accessToken: 'access', refreshToken },
  expiresAt: '2027-01-01T00:00:00.000Z',
});

describe('a token that works once', () => {
  let table: Awaited<ReturnType<typeof openTable>>;
  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    table = await openTable();
    vi.stubEnv('API_URL', 'https://herald.example');
  });
  afterAll(async () => {
    await table?.close();
    vi.useRealTimers();
  });

  it('is spent by one worker, though KMS, the platform and the table each take as long as they may', async () => {
    const account = aPlatform({ kind: 'x', credentialsSecretId: undefined, credentialsVersion: randomUUID() });
    await transact([insertAccount(account)]);
    const used = { version: account.credentialsVersion, parsed: tokens('old') };
    const refresh = vi.spyOn(adapterFor('x').session!, 'refresh').mockImplementation(async () => {
      passes(15_000);
      return tokens('new');
    });
    const send = vi.mocked(documentClient.send as (command: Command) => Promise<unknown>);
    const original = send.getMockImplementation()!;
    let other: Promise<unknown> | undefined;
    send.mockImplementation(async (command) => {
      const isStore = operationOf(command) === 'TransactWrite' && JSON.stringify(command.input).includes('ciphertext');
      if (isStore && other === undefined) {
        passes(14_000);
        other = renewCredentials(account, used, 0);
        await other.catch(() => {});
      }
      return original(command);
    });
    await expect(renewCredentials(account, used, 15_000)).resolves.toMatchObject({ parsed: tokens('new') });
    await expect(other).rejects.toMatchObject({ failure: { class: 'RETRY_LATER' } });
    expect(refresh).toHaveBeenCalledTimes(1);
    expect((await readAccount(account.tenantId, account.id))!.refreshLockUntil).toBeUndefined();
  });
});
