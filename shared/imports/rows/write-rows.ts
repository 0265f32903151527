import { stringify } from 'csv-stringify/sync';
import type { ImportFormat } from '../import.ts';
import { guarded } from './csv-cells.ts';

export type ExportRow = Record<string, unknown>;

interface RowWriter {
  /** The first line of the first page; none in NDJSON. */
  header: string;
  line(row: ExportRow): string;
}

/** U+FEFF, invisible in an editor. */
const BOM = String.fromCharCode(0xfeff);

/**
 * Writes rows as lines of a file.
 * @param options `formulas: escape`: a cell that a spreadsheet would run as a formula gets an apostrophe before it, as OWASP has
 * it; an import takes it away again
 */
export function rowWriter(
  format: ImportFormat,
  columns: readonly string[],
  { formulas, bom }: { formulas: 'escape' | 'keep'; bom: 'none' | 'utf8' },
): RowWriter {
  if (format === 'ndjson') return { header: '', line: (row) => `${JSON.stringify(row)}\n` };
  const cell = (value: unknown) => (formulas === 'escape' ? guarded(cellOf(value)) : cellOf(value));
  return {
    header: (bom === 'utf8' ? BOM : '') + csvLine([...columns]),
    line: (row) => csvLine(columns.map((name) => cell(row[name]))),
  };
}

const csvLine = (cells: string[]) => stringify([cells], { record_delimiter: 'windows', quoted_match: /[\r\n]/ });

function cellOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.join(' ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
