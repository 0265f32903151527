import type { Import } from './import.ts';
import { getProblems } from './import-files.ts';
import { readChunks } from './import-items.ts';
import type { ImportProblem } from './rows/row-problem.ts';

/** The problems that validation found, then those that creation found, each in the order of the file. */
export async function readImportProblems(one: Import): Promise<ImportProblem[]> {
  const { tenantId, id, run, problemCount, failed } = one;
  const ofValidation = run === undefined || problemCount === 0 ? [] : await getProblems(one, run);
  if (failed === 0) return ofValidation;
  const chunks = await readChunks(tenantId, id);
  const ofCreation = chunks.flatMap(({ problems }) => problems).sort((a, b) => a.line - b.line);
  return [...ofValidation, ...ofCreation];
}
