import type { NewImport } from './create-import.ts';
import type { ImportDryRun } from './import.ts';
import { tryRows } from './try-rows.ts';
import { validateImport } from './validate-import.ts';

const SHOWN = 1_000;

/** What an import of this file would do. Stores nothing. */
export async function dryRunImport(
  tenantId: string,
  { format, text, allowPartial, ...options }: NewImport,
): Promise<ImportDryRun> {
  const { total, valid, invalid, problems, unusable } = await validateImport(tenantId, format, text, options);
  const refused = await tryRows(tenantId, unusable ? [] : valid, format);
  const all = [...problems, ...refused.problems].sort((a, b) => a.line - b.line);
  const lost = new Set(refused.problems.map(({ line }) => line)).size;
  return {
    dryRun: true,
    format,
    wouldImport: !unusable && valid.length > 0 && (invalid === 0 || allowPartial),
    counts: { total, valid: valid.length - lost, invalid: invalid + lost },
    triedTimes: refused.tried,
    problems: all.slice(0, SHOWN),
    problemCount: all.length,
  };
}
