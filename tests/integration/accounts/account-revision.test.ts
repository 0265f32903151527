import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DynamoDbEngine, openDynamoDb } from '../../../infra/local/dynamodb/engine.ts';
import { markReconnectNeeded } from '../../../shared/accounts/access/connection.ts';
import type { Account } from '../../../shared/accounts/account.ts';
import { blockPlatform } from '../../../shared/accounts/account-health-items.ts';
import { changeAccount, insertAccount, readAccount, replaceAccount } from '../../../shared/accounts/account-items.ts';
import { accountGuards } from '../../../shared/accounts/guards.ts';
import { updatePlatform } from '../../../shared/accounts/update-platform.ts';
import { documentClient } from '../../../shared/kernel/table/client.ts';
import { exists, transact } from '../../../shared/kernel/table/transact.ts';
import { PlatformError } from '../../../shared/platforms/contract/platform-failure.ts';
import { aPlatform } from '../../support/factories.ts';
import { type Command, operationOf, sendTo } from '../publishing/support/direct-client.ts';
import { TABLE, tableDefinition } from '../publishing/support/table-definition.ts';

const actor = { actor: 'key:test', correlationId: 'test', causationId: 'test' };
const until = '2030-01-01T00:00:00.000Z';
const refused = new PlatformError({ class: 'RECONNECT' }, 'No.', { remedy: 'Reconnect it.' });

describe('an account that users and workers write at the same moment', () => {
  let engine: DynamoDbEngine;
  let account: Account;
  /** Runs once, just before the next transaction. */
  let meanwhile: (() => Promise<unknown>) | undefined;
  beforeEach(async () => {
    vi.stubEnv('TABLE_NAME', TABLE);
    engine = await openDynamoDb();
    await engine.call('CreateTable', tableDefinition);
    vi.spyOn(documentClient, 'send').mockImplementation((async (command: Command) => {
      const work = operationOf(command) === 'TransactWrite' ? meanwhile : undefined;
      if (work !== undefined) meanwhile = undefined;
      await work?.();
      return sendTo(engine, command);
    }) as never);
    account = aPlatform();
    await transact([insertAccount(account)]);
  });
  afterEach(async () => {
    meanwhile = undefined;
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    await engine.close();
  });

  const stored = async () => (await readAccount(account.tenantId, account.id))!;
  const patch = (fields: object) =>
    updatePlatform({ tenantId: account.tenantId, actor, idempotency: undefined }, account.id, fields);

  const writes: [string, () => Promise<unknown>, Partial<Account>][] = [
    ['a block', () => blockPlatform(account.tenantId, account.id, until), { blockedUntil: until }],
    [
      'a refused connection',
      () => markReconnectNeeded(account, refused, actor, async () => []),
      { connection: 'reconnect' },
    ],
    [
      'a renewal',
      () => transact([changeAccount(accountGuards.refreshUnlock, account, { credentialsVersion: 'v2' }, exists)]),
      { credentialsVersion: 'v2' },
    ],
  ];

  it.each(writes)(
    '%s raises the revision, and nobody who read the account before it writes it away',
    async (_, work, fields) => {
      const before = await stored();
      await work();
      expect(await stored()).toMatchObject({ ...fields, revision: before.revision + 1 });
      const late = transact([replaceAccount(before, { ...before, name: 'Late' })]);
      await expect(late).rejects.toMatchObject({ guard: accountGuards.account });
      expect(await stored()).toMatchObject({ ...fields, name: before.name });
    },
  );

  it('a change of its settings and a block that comes between are both kept', async () => {
    meanwhile = () => blockPlatform(account.tenantId, account.id, until);
    await patch({ name: 'New name', postsPerHour: 5 });
    expect(await stored()).toMatchObject({ name: 'New name', postsPerHour: 5, blockedUntil: until, revision: 3 });
  });

  it('of two changes by users the later one is told to read the account again', async () => {
    meanwhile = () => patch({ postsPerHour: 7 });
    await expect(patch({ name: 'Second' })).rejects.toMatchObject({ code: 'conflict' });
    expect(await stored()).toMatchObject({ name: account.name, postsPerHour: 7, revision: 2 });
  });
});
