import type { Item } from '../kernel/table/client.ts';
import { indexKeys, timeSortKey } from '../kernel/table/key-parts.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { getItem } from '../kernel/table/read.ts';
import { isNew, put } from '../kernel/table/transact.ts';
import { type ApiKey, apiKeySchema } from './api-key.ts';
import { accessGuards } from './guards.ts';
import { accessKeys, accessLists } from './keys.ts';

export function insertApiKey(apiKey: ApiKey): LabelledAction {
  return put(
    accessGuards.newApiKey,
    {
      ...accessKeys.apiKey(apiKey.id),
      ...indexKeys('gsi1', accessLists.apiKeys.pk(apiKey.tenantId), timeSortKey(apiKey.createdAt, apiKey.id)),
      ...apiKey,
    },
    isNew,
  );
}

export function fromApiKeyItem(item: Item): ApiKey {
  return apiKeySchema.parse(item);
}

export async function readApiKey(id: string): Promise<ApiKey | undefined> {
  const item = await getItem(accessKeys.apiKey(id));
  return item && fromApiKeyItem(item);
}
