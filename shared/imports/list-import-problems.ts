import { decodeCursor, encodeCursor, type Page, type PageQuery } from '../kernel/requests/page.ts';
import { findImport } from './find-import.ts';
import { readImportProblems } from './read-import-problems.ts';
import type { ImportProblem } from './rows/row-problem.ts';

/**
 * What validation found, then what creation found, each in the order of the file.
 *
 * @throws HeraldError `not_found`, `invalid_request` for a cursor that another list gave
 */
export async function listImportProblems(
  tenantId: string,
  id: string,
  { limit, cursor }: PageQuery,
): Promise<Page<ImportProblem>> {
  // They are in a file and in the chunks' items: the cursor counts those before it.
  const list = { pk: `${tenantId} ${id}`, prefix: 'problems' };
  const start = Number(decodeCursor(list, cursor)?.position ?? 0);
  const problems = await readImportProblems(await findImport(tenantId, id));
  const end = start + limit;
  const next = end < problems.length ? { pk: '', sk: '', position: String(end) } : undefined;
  return { items: problems.slice(start, end), nextCursor: encodeCursor(list, next) };
}
