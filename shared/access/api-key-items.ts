import { listPage, mapPage, type Page, type PageQuery } from '../kernel/requests/page.ts';
import type { Item } from '../kernel/table/client.ts';
import { indexKeys, listOf, timeSortKey } from '../kernel/table/key-parts.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { allItems, getItem, queryList } from '../kernel/table/read.ts';
import { check, exists, isNew, put, remove, removeAlways } from '../kernel/table/transact.ts';
import { type ApiKey, apiKeySchema } from './api-key.ts';
import { accessGuards } from './guards.ts';
import { accessKeys, accessLists } from './keys.ts';

export function insertApiKey(apiKey: ApiKey): LabelledAction {
  const { id, tenantId, createdAt } = apiKey;
  const listed = indexKeys('gsi1', accessLists.apiKeys.pk(tenantId), timeSortKey(createdAt, id));
  return put(accessGuards.newApiKey, { ...accessKeys.apiKey(id), ...listed, ...apiKey }, isNew);
}

export function removeApiKey({ id }: Pick<ApiKey, 'id'>): LabelledAction {
  return remove(accessGuards.apiKey, accessKeys.apiKey(id), exists);
}

/** Holds while the key is there. */
export function checkAdminKey({ id }: Pick<ApiKey, 'id'>): LabelledAction {
  return check(accessGuards.otherAdminKey, accessKeys.apiKey(id), exists);
}

/** For a key that Herald itself issued: its tenant may have revoked it before. */
export function removeIssuedApiKey(id: string): LabelledAction {
  return removeAlways(accessKeys.apiKey(id));
}

export async function readApiKey(id: string): Promise<ApiKey | undefined> {
  const item = await getItem(accessKeys.apiKey(id));
  return item && fromApiKeyItem(item);
}

/** Oldest first. */
export async function readApiKeyPage(tenantId: string, query: PageQuery): Promise<Page<ApiKey>> {
  return mapPage(await listPage(listOf(accessLists.apiKeys, tenantId), query), fromApiKeyItem);
}

export async function* allApiKeys(tenantId: string): AsyncGenerator<ApiKey> {
  for await (const item of allItems(listOf(accessLists.apiKeys, tenantId))) yield fromApiKeyItem(item);
}

/** How many keys the tenant has; counts no further than `most`. */
export async function countApiKeys(tenantId: string, most: number): Promise<number> {
  const { entries } = await queryList({ ...listOf(accessLists.apiKeys, tenantId), limit: most });
  return entries.length;
}

function fromApiKeyItem(item: Item): ApiKey {
  return apiKeySchema.parse(item);
}
