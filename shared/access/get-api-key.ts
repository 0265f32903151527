import { notFound } from '../kernel/herald-error.ts';
import { type ApiKey, type ApiKeyView, viewApiKey } from './api-key.ts';
import { readApiKey } from './api-key-items.ts';

/** @throws HeraldError `not_found`, also where the key belongs to another tenant */
export async function findApiKey(tenantId: string, id: string): Promise<ApiKey> {
  const apiKey = await readApiKey(id);
  if (apiKey?.tenantId !== tenantId) throw notFound('API key', id);
  return apiKey;
}

export async function getApiKey(tenantId: string, id: string): Promise<ApiKeyView> {
  return viewApiKey(await findApiKey(tenantId, id));
}
