import { mapPage, type Page, type PageQuery } from '../kernel/requests/page.ts';
import { type ImportListItem, viewImportListItem } from './import.ts';
import { readImportPage } from './import-items.ts';

/** Newest first. */
export async function listImports(tenantId: string, query: PageQuery): Promise<Page<ImportListItem>> {
  return mapPage(await readImportPage(tenantId, query), (one) => viewImportListItem(one));
}
