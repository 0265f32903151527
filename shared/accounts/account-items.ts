import type { Item } from '../kernel/table/client.ts';
import { indexKeys, timeSortKey } from '../kernel/table/key-parts.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { getItem, getItems } from '../kernel/table/read.ts';
import { type Condition, isNew, put, update } from '../kernel/table/transact.ts';
import { type Account, accountSchema } from './account.ts';
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
  return put('newPlatform', toPlatformItem(account), isNew);
}

/** Writes the account whole. The guard `platform` refuses it where anybody has written the item since it was read. */
export function replaceAccount(before: Account, after: Account): LabelledAction {
  return put('platform', toPlatformItem({ ...after, revision: before.revision + 1 }), {
    expression: 'revision = :revision',
    values: { ':revision': before.revision },
  });
}

/**
 * Writes single fields of an account, `undefined` to take one away, where `condition` holds. The revision goes up, so that
 * nobody who read the account before this writes the fields away.
 */
export function changeAccount(
  label: string,
  { tenantId, id }: Pick<Account, 'tenantId' | 'id'>,
  fields: Partial<Account>,
  condition: Condition,
): LabelledAction {
  const names = Object.keys(fields);
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined);
  const gone = Object.entries(fields).filter(([, value]) => value === undefined);
  const set = kept.map(([name]) => `#${name} = :${name}`).join(', ');
  const removed = gone.length === 0 ? '' : ` REMOVE ${gone.map(([name]) => `#${name}`).join(', ')}`;
  return update(
    label,
    accountKeys.platform(tenantId, id),
    `SET ${set}, revision = revision + :one${removed}`,
    { ...Object.fromEntries(kept.map(([name, value]) => [`:${name}`, value])), ':one': 1 },
    { ...condition, names: { ...Object.fromEntries(names.map((name) => [`#${name}`, name])), ...condition.names } },
  );
}
