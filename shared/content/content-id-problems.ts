import { HeraldError } from '../kernel/herald-error.ts';
import type { ContentProblem } from '../kernel/problem.ts';
import { isContent } from './source-content-items.ts';

/** A request names a content that does not exist: its posts would be listed under nothing. */
export async function contentIdProblems(
  tenantId: string,
  contentId: string | null | undefined,
): Promise<ContentProblem[]> {
  if (contentId === undefined || contentId === null || (await isContent(tenantId, contentId))) return [];
  const message = `There is no content with id ${contentId}.`;
  const remedy = 'GET /api/v1/contents lists them; leave "contentId" out for a post that belongs to none.';
  return [{ field: '/contentId', code: 'unknown_content', message, remedy }];
}

/** @throws HeraldError `invalid_request` */
export async function assertContentId(tenantId: string, contentId: string | null | undefined): Promise<void> {
  const problems = await contentIdProblems(tenantId, contentId);
  if (problems.length === 0) return;
  throw new HeraldError('invalid_request', problems[0]!.message, { remedy: problems[0]!.remedy, problems });
}
