import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Account } from '../../../shared/accounts/account.ts';
import { insertAccount, readAccount } from '../../../shared/accounts/account-items.ts';
import { readStored } from '../../../shared/accounts/credentials/credential-store.ts';
import { moveCredentials } from '../../../shared/accounts/credentials/move-credentials.ts';
import { updatePlatform } from '../../../shared/accounts/update-platform.ts';
import { transact } from '../../../shared/kernel/table/transact.ts';
import { aPlatform } from '../../support/factories.ts';
import { openTable } from '../planning/support/table.ts';

/** Secrets Manager, as much of it as is used: all versions of each secret, the newest last. */
const secrets = vi.hoisted(() => new Map<string, { version: string; value: unknown }[]>());
/** Runs once, before the next write to a secret ends. */
const between = vi.hoisted(() => ({ run: undefined as undefined | (() => Promise<unknown>) }));
vi.mock('../../../shared/aws/secrets.ts', () => {
  const write = async (id: string, version: string, value: unknown) => {
    secrets.set(id, [...(secrets.get(id) ?? []), { version, value }]);
    const { run } = between;
    between.run = undefined;
    await run?.();
  };
  return {
    putSecret: write,
    replaceSecret: write,
    readSecret: async (id: string, wanted?: string) =>
      secrets.get(id)!.findLast(({ version }) => wanted === undefined || version === wanted)!,
    deleteSecret: async (id: string) => void secrets.delete(id),
  };
});
vi.mock('../../../shared/aws/data-keys.ts', () => ({
  newDataKey: async () => ({ plain: new Uint8Array(32), sealed: Buffer.from('sealed').toString('base64') }),
  openDataKey: async () => new Uint8Array(32),
}));

const actor = { actor: 'system:admin', correlationId: 'test', causationId: 'test' };
const tokens = (refreshToken: string) => ({
  ...{ clientId: 'client', clientSecret: 'secret', accessToken: 'access', refreshToken },
  expiresAt: '2027-01-01T00:00:00.000Z',
});
const login = (appPassword: string) => ({ username: 'editor', appPassword });

describe('credentials that an operator moves', () => {
  let table: Awaited<ReturnType<typeof openTable>>;
  let tenants = 0;
  beforeAll(async () => {
    table = await openTable();
    vi.stubEnv('CREDENTIAL_STORE', 'secrets-manager');
    vi.stubEnv('SECRET_PREFIX', 'herald/test/');
  });
  afterAll(() => table?.close());
  beforeEach(() => {
    secrets.clear();
    tenants += 1;
  });

  const connect = async (kind: Account['kind'], value: unknown, over: Partial<Account> = {}): Promise<Account> => {
    const account = aPlatform({ kind, tenantId: `tenant${tenants}`, credentialsVersion: randomUUID(), ...over });
    const there = { ...account, credentialsSecretId: `herald/test/${account.tenantId}/${account.id}` };
    secrets.set(there.credentialsSecretId, [{ version: there.credentialsVersion, value }]);
    await transact([insertAccount(there)]);
    return there;
  };
  const leaveBehind = (account: Account, value: unknown) =>
    secrets.get(account.credentialsSecretId!)!.push({ version: randomUUID(), value });
  const move = (account: Account) => Array.fromAsync(moveCredentials(actor, account.tenantId, 'kms'));
  const now = async ({ tenantId, id }: Account) => (await readAccount(tenantId, id))!;

  it('are the newest where a worker died that had renewed them: the token that is named is spent', async () => {
    const account = await connect('x', tokens('spent'));
    leaveBehind(account, tokens('new'));
    expect(await move(account)).toMatchObject([{ outcome: 'moved' }]);
    expect((await readStored(await now(account))).credentials).toMatchObject({ refreshToken: 'new' });
    expect(secrets.size).toBe(0);
  });

  it('are those that are named where nothing is renewed: others were never accepted', async () => {
    const account = await connect('wordpress', login('accepted'));
    leaveBehind(account, login('never accepted'));
    expect(await move(account)).toMatchObject([{ outcome: 'moved' }]);
    expect((await readStored(await now(account))).credentials).toEqual(login('accepted'));
  });

  it('wait for a worker that renews them, and do not wait for an account that cannot be read', async () => {
    const broken = await connect('x', tokens('gone'));
    secrets.delete(broken.credentialsSecretId!);
    const busy = await connect('x', tokens('old'), { refreshLockUntil: new Date(Date.now() + 20_000).toISOString() });
    const free = await connect('x', tokens('old'));
    const outcomes = (await move(free)).map(({ accountId, outcome }) => [accountId, outcome]);
    expect(Object.fromEntries(outcomes)).toEqual({ [broken.id]: 'failed', [busy.id]: 'busy', [free.id]: 'moved' });
    expect((await readStored(await now(busy))).credentials).toMatchObject({ refreshToken: 'old' });
  });

  it('do not take with them what a user gives at that moment: the user is told to repeat it', async () => {
    const account = await connect('sandbox', { apiKey: 'herald_old_key' });
    between.run = () => move(account);
    const given = updatePlatform({ tenantId: account.tenantId, actor, idempotency: undefined }, account.id, {
      credentials: { apiKey: 'herald_new_key' },
    });
    await expect(given).rejects.toMatchObject({ code: 'conflict' });
    expect((await now(account)).credentialsSecretId).toBeUndefined();
    expect((await readStored(await now(account))).credentials).toEqual({ apiKey: 'herald_old_key' });
  });
});
