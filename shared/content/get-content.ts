import { findContent } from './find-content.ts';
import { type SourceContentView, viewContent } from './source-content.ts';

export async function getContent(tenantId: string, id: string): Promise<SourceContentView> {
  return viewContent(await findContent(tenantId, id));
}
