import { mapPage, type Page, type PageQuery } from '../kernel/requests/page.ts';
import { excerptOf } from './excerpt.ts';
import { type SourceContentListItem, viewContent } from './source-content.ts';
import { readContentPage } from './source-content-items.ts';

/** Newest first, without their bodies. */
export async function listContents(tenantId: string, query: PageQuery): Promise<Page<SourceContentListItem>> {
  return mapPage(await readContentPage(tenantId, query), (content) => {
    const { body, ...shown } = viewContent(content);
    return { ...shown, excerpt: excerptOf(body) };
  });
}
