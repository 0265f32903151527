import { mapPage, type Page, type PageQuery } from '../kernel/requests/page.ts';
import { type ApiKeyView, viewApiKey } from './api-key.ts';
import { readApiKeyPage } from './api-key-items.ts';

/** Oldest first. */
export async function listApiKeys(tenantId: string, query: PageQuery): Promise<Page<ApiKeyView>> {
  return mapPage(await readApiKeyPage(tenantId, query), viewApiKey);
}
