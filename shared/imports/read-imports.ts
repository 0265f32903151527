import { importFileKeys } from '../aws/import-files.ts';
import { getText } from '../aws/text-store.ts';
import { invalidCursor, notFound } from '../kernel/herald-error.ts';
import { decodeCursor, encodeCursor, mapPage, type Page, type PageQuery } from '../kernel/requests/page.ts';
import { type Import, type ImportListItem, type ImportView, viewImportListItem } from './import.ts';
import { readChunks, readImport, readImportPage } from './import-items.ts';
import { importPk } from './keys.ts';
import type { ImportProblem } from './rows/row-problem.ts';

const SHOWN = 100;

export async function getImport(tenantId: string, id: string): Promise<ImportView> {
  const found = await findImport(tenantId, id);
  const problems = await problemsOf(found);
  return { ...viewImportListItem(found), problems: problems.slice(0, SHOWN), problemCount: problems.length };
}

/** Newest first. */
export async function listImports(tenantId: string, query: PageQuery): Promise<Page<ImportListItem>> {
  return mapPage(await readImportPage(tenantId, query), viewImportListItem);
}

/** What validation found, then what creation found, each in the order of the file. The cursor counts those before. */
export async function listImportProblems(
  tenantId: string,
  id: string,
  { limit, cursor }: PageQuery,
): Promise<Page<ImportProblem>> {
  const problems = await problemsOf(await findImport(tenantId, id));
  const list = { pk: importPk(tenantId, id), prefix: 'PROBLEMS' };
  const start = Number(decodeCursor(list, cursor)?.position ?? 0);
  if (!Number.isInteger(start) || start < 0) throw invalidCursor();
  const end = start + limit;
  const next = end < problems.length ? { pk: list.pk, sk: list.prefix, position: String(end) } : undefined;
  return { items: problems.slice(start, end), nextCursor: encodeCursor(list, next) };
}

async function problemsOf({ tenantId, id, run, problemCount, failed }: Import): Promise<ImportProblem[]> {
  const key = run === undefined ? undefined : importFileKeys.problems(tenantId, id, run);
  const found = key === undefined || problemCount === 0 ? [] : (JSON.parse(await getText(key)) as ImportProblem[]);
  if (failed === 0) return found;
  const chunks = await readChunks(tenantId, id);
  const ofCreation = chunks.flatMap(({ problems }) => problems).sort((a, b) => a.line - b.line);
  return [...found, ...ofCreation];
}

async function findImport(tenantId: string, id: string): Promise<Import> {
  const found = await readImport(tenantId, id);
  if (found === undefined) throw notFound('import', id);
  return found;
}
