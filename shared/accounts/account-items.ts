import { listPage, mapPage, type Page, type PageQuery } from '../kernel/requests/page.ts';
import type { Item } from '../kernel/table/client.ts';
import type { Guard } from '../kernel/table/guard.ts';
import { indexKeys, listOf, timeSortKey } from '../kernel/table/key-parts.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { allItems, getItem, getItems } from '../kernel/table/read.ts';
import { type Condition, check, exists, isNew, put, remove, update } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
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

/** Writes the whole account. Refused where another writer has changed the item since it was read. */
export function replaceAccount(before: Account, after: Account): LabelledAction {
  return put(accountGuards.account, toAccountItem({ ...after, revision: before.revision + 1 }), {
    expression: 'revision = :revision',
    values: { ':revision': before.revision },
  });
}

/**
 * Writes single fields of an account where `condition` holds; `undefined` removes a field. Adds one to the revision, so
 * that a writer that has read the account before does not overwrite the fields.
 */
export function changeAccount(
  guard: Guard,
  { tenantId, id }: Pick<Account, 'tenantId' | 'id'>,
  fields: Partial<Account>,
  condition: Condition,
): LabelledAction {
  const names = Object.keys(fields);
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined);
  const gone = Object.entries(fields).filter(([, value]) => value === undefined);
  const set = [...kept.map(([name]) => `#${name} = :${name}`), 'revision = revision + :one'].join(', ');
  const removed = gone.length === 0 ? '' : ` REMOVE ${gone.map(([name]) => `#${name}`).join(', ')}`;
  return update(
    guard,
    accountKeys.platform(tenantId, id),
    `SET ${set}${removed}`,
    { ...Object.fromEntries(kept.map(([name, value]) => [`:${name}`, value])), ':one': 1 },
    { ...condition, names: { ...Object.fromEntries(names.map((name) => [`#${name}`, name])), ...condition.names } },
  );
}

export function removeAccount({ tenantId, id }: Pick<Account, 'tenantId' | 'id'>): LabelledAction {
  return remove(accountGuards.account, accountKeys.platform(tenantId, id), exists);
}

/** Refused where the account has other credentials since it was read, or has this connection already. */
export function replaceConnection(
  { tenantId, id, credentialsVersion }: Account,
  connection: Account['connection'],
): LabelledAction {
  return changeAccount(
    accountGuards.connection,
    { tenantId, id },
    { connection, updatedAt: isoNow() },
    {
      expression: '#connection <> :connection AND credentialsVersion = :used',
      values: { ':used': credentialsVersion },
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
