import pMap from 'p-map';
import { contentIdProblems } from '../content/content-id-problems.ts';
import type { ImportFormat } from './import.ts';
import { atLine, type ImportProblem } from './rows/row-problem.ts';
import type { ValidRow } from './rows/valid-row.ts';

const READS_AT_ONCE = 16;

/** Rows that name a content that does not exist. Each content is looked up once. */
export async function rowContentProblems(
  tenantId: string,
  rows: ValidRow[],
  format: ImportFormat,
): Promise<ImportProblem[]> {
  const ids = [...new Set(rows.flatMap(({ input }) => input.contentId ?? []))];
  const looked = await pMap(ids, async (id) => [id, await contentIdProblems(tenantId, id)] as const, {
    concurrency: READS_AT_ONCE,
  });
  const problems = new Map(looked);
  return rows.flatMap(({ line, input }) =>
    (problems.get(input.contentId ?? '') ?? []).map((problem) => atLine(line, problem, format)),
  );
}
