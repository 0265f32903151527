import { findImport } from './find-import.ts';
import { type ImportView, viewImportListItem } from './import.ts';
import { readImportProblems } from './read-import-problems.ts';

const SHOWN = 100;

export async function getImport(tenantId: string, id: string): Promise<ImportView> {
  const found = await findImport(tenantId, id);
  const problems = await readImportProblems(found);
  return { ...viewImportListItem(found), problems: problems.slice(0, SHOWN), problemCount: problems.length };
}
