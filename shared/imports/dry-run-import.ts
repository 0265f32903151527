import type { NewImport } from './create-import.ts';
import type { ImportDryRun } from './import.ts';
import { validateImport } from './validate-import.ts';

const SHOWN = 1_000;

/** What an import of this file would do. Stores nothing. */
export async function dryRunImport(tenantId: string, { format, text, allowPartial }: NewImport): Promise<ImportDryRun> {
  const { total, valid, invalid, problems, unusable } = await validateImport(tenantId, format, text);
  return {
    dryRun: true,
    format,
    wouldImport: !unusable && valid.length > 0 && (invalid === 0 || allowPartial),
    counts: { total, valid: valid.length, invalid },
    problems: problems.slice(0, SHOWN),
    problemCount: problems.length,
  };
}
