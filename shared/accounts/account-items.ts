import type { Item } from '../kernel/table/client.ts';
import { indexKeys, timeSortKey } from '../kernel/table/key-parts.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { getItem, getItems } from '../kernel/table/read.ts';
import { check, exists, isNew, put } from '../kernel/table/transact.ts';
import { type Account, accountSchema } from './account.ts';
import { accountGuards } from './guards.ts';
import { accountKeys, accountLists } from './keys.ts';

function toPlatformItem(account: Account): Item {
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

/** By id; those that are not there are missing. */
export async function readPlatforms(tenantId: string, ids: string[]): Promise<Map<string, Account>> {
  const found = new Map<string, Account>();
  for (let start = 0; start < ids.length; start += 100) {
    const items = await getItems(ids.slice(start, start + 100).map((id) => accountKeys.platform(tenantId, id)));
    for (const item of items) if (item !== undefined) found.set(String(item.id), fromAccountItem(item));
  }
  return found;
}

export function insertAccount(account: Account): LabelledAction {
  return put(accountGuards.newAccount, toPlatformItem(account), isNew);
}

/** `updatedAt` is the optimistic lock: each write sets a new one. */
export function replaceAccount(before: Account, after: Account): LabelledAction {
  return put(accountGuards.account, toPlatformItem(after), {
    expression: 'updatedAt = :updatedAt',
    values: { ':updatedAt': before.updatedAt },
  });
}

/** Nothing new is written for an account that is being deleted. */
export function checkAccountExists(tenantId: string, id: string): LabelledAction {
  return check(accountGuards.account, accountKeys.platform(tenantId, id), exists);
}
