import { notFound } from '../kernel/herald-error.ts';
import type { SourceContent } from './source-content.ts';
import { readSourceContent } from './source-content-items.ts';

/** @throws HeraldError `not_found`, also where the content belongs to another tenant */
export async function findContent(tenantId: string, id: string): Promise<SourceContent> {
  const content = await readSourceContent(tenantId, id);
  if (content === undefined) throw notFound('content', id);
  return content;
}
