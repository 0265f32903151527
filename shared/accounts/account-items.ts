import type { Item } from '../kernel/table/client.ts';
import { indexKeys, keys, lists, timeSortKey } from '../kernel/table/keys.ts';
import { getItem, getItems } from '../kernel/table/read.ts';
import { isNew, type LabelledAction, put } from '../kernel/table/transact.ts';
import { type Platform, platformSchema } from './account.ts';

function toPlatformItem(platform: Platform): Item {
  const { tenantId, id, createdAt } = platform;
  return {
    ...keys.platform(tenantId, id),
    ...indexKeys('gsi1', lists.platforms.pk(tenantId), timeSortKey(createdAt, id)),
    ...platform,
  };
}

export function fromPlatformItem(item: Item): Platform {
  return platformSchema.parse(item);
}

export async function readPlatform(tenantId: string, id: string): Promise<Platform | undefined> {
  const item = await getItem(keys.platform(tenantId, id));
  return item && fromPlatformItem(item);
}

/** By id; those that are not there are missing. */
export async function readPlatforms(tenantId: string, ids: string[]): Promise<Map<string, Platform>> {
  const found = new Map<string, Platform>();
  for (let start = 0; start < ids.length; start += 100) {
    const items = await getItems(ids.slice(start, start + 100).map((id) => keys.platform(tenantId, id)));
    for (const item of items) if (item !== undefined) found.set(String(item.id), fromPlatformItem(item));
  }
  return found;
}

export function insertPlatform(platform: Platform): LabelledAction {
  return put('newPlatform', toPlatformItem(platform), isNew);
}

/** `updatedAt` is the optimistic lock: each write sets a new one. */
export function replacePlatform(before: Platform, after: Platform): LabelledAction {
  return put('platform', toPlatformItem(after), {
    expression: 'updatedAt = :updatedAt',
    values: { ':updatedAt': before.updatedAt },
  });
}
