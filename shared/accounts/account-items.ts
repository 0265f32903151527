import { listPage, mapPage, type Page, type PageQuery } from '../kernel/requests/page.ts';
import type { Item } from '../kernel/table/client.ts';
import { indexKeys, listOf, timeSortKey } from '../kernel/table/key-parts.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { allItems, getItem, getItems } from '../kernel/table/read.ts';
import { check, exists, isNew, put, remove, update } from '../kernel/table/transact.ts';
import { type Account, accountSchema } from './account.ts';
import { accountGuards } from './guards.ts';
import { accountKeys, accountLists } from './keys.ts';

function toAccountItem(account: Account): Item {
  const { tenantId, id, createdAt } = account;
  return {
    ...accountKeys.platform(tenantId, id),
    ...indexKeys('gsi1', accountLists.platforms.pk(tenantId), timeSortKey(createdAt, id)),
    ...account,
  };
}

export function fromAccountItem(item: Item): Account {
  return accountSchema.parse(item);
}

export async function readAccount(tenantId: string, id: string): Promise<Account | undefined> {
  const item = await getItem(accountKeys.platform(tenantId, id));
  return item && fromAccountItem(item);
}

/** By id; accounts that do not exist are missing. */
export async function readPlatforms(tenantId: string, ids: string[]): Promise<Map<string, Account>> {
  const found = new Map<string, Account>();
  for (let start = 0; start < ids.length; start += 100) {
    const items = await getItems(ids.slice(start, start + 100).map((id) => accountKeys.platform(tenantId, id)));
    for (const item of items) if (item !== undefined) found.set(String(item.id), fromAccountItem(item));
  }
  return found;
}

export function insertAccount(account: Account): LabelledAction {
  return put(accountGuards.newAccount, toAccountItem(account), isNew);
}

/** `updatedAt` is the optimistic lock: each write sets it anew. */
export function replaceAccount(before: Account, after: Account): LabelledAction {
  return put(accountGuards.account, toAccountItem(after), {
    expression: 'updatedAt = :updatedAt',
    values: { ':updatedAt': before.updatedAt },
  });
}

export function removeAccount({ tenantId, id }: Pick<Account, 'tenantId' | 'id'>): LabelledAction {
  return remove(accountGuards.account, accountKeys.platform(tenantId, id), exists);
}

/** Refused where the account has other credentials since it was read, or has this connection already. */
export function replaceConnection(
  { tenantId, id, credentialsVersion }: Account,
  connection: Account['connection'],
): LabelledAction {
  return update(
    accountGuards.connection,
    accountKeys.platform(tenantId, id),
    'SET #connection = :connection, updatedAt = :now',
    { ':connection': connection, ':now': new Date().toISOString() },
    {
      expression: '#connection <> :connection AND credentialsVersion = :version',
      names: { '#connection': 'connection' },
      values: { ':version': credentialsVersion },
    },
  );
}

/** Refused where the account was deleted: Herald creates nothing for it any more. */
export function checkAccountExists(tenantId: string, id: string): LabelledAction {
  return check(accountGuards.account, accountKeys.platform(tenantId, id), exists);
}

/** In the order in which they were connected. */
export async function readAccountPage(tenantId: string, query: PageQuery): Promise<Page<Account>> {
  return mapPage(await listPage(listOf(accountLists.platforms, tenantId), query), fromAccountItem);
}

/** Every account of the tenant, in the order in which they were connected. */
export async function* allAccounts(tenantId: string): AsyncGenerator<Account> {
  for await (const item of allItems(listOf(accountLists.platforms, tenantId))) yield fromAccountItem(item);
}
