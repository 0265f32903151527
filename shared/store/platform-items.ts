import { type Platform, platformSchema } from '../domain/platform.ts';
import { indexKeys, keys, lists, timeSortKey } from './keys.ts';
import { getItem } from './read.ts';
import type { Item } from './table.ts';
import { isNew, type LabelledAction, put } from './transact.ts';

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
