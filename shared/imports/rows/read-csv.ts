import { CsvError, parse } from 'csv-parse/sync';
import { type ImportColumn, importColumns, isImportColumn, isResultColumn, requiredColumns } from './columns.ts';
import { readCell } from './csv-cells.ts';
import type { ImportProblem, RawFile, RawRow } from './row-problem.ts';

interface Line {
  record: string[];
  /** The line of the file that the row begins on, from 1. */
  line: number;
}

/** What Excel puts, or wants, before everything else: the separator of the rest. */
const SEPARATOR_LINE = /^"?sep=([,;\t])"?(?=\r|\n)/i;

/**
 * A CSV file (RFC 4180, separated by comma, semicolon or tab) with column names in its first row, or behind Excel's
 * `sep=;`.
 * @param columns names that the file has for them, and ours; case makes no difference
 */
export function readCsv(file: string, columns: Record<string, ImportColumn> = {}): RawFile {
  const renamed = new Map(Object.entries(columns).map(([theirs, ours]) => [theirs.trim().toLowerCase(), ours]));
  const text = file.replace(/^\uFEFF/, '');
  const lineAt = lineCounter(text);
  const separator = SEPARATOR_LINE.exec(text)?.[1];
  const lines: Line[] = [];
  let end = 0;
  try {
    parse(text, {
      delimiter: separator ?? delimiterOf(text),
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (record: string[], { bytes }) => {
        lines.push({ record, line: lineAt(bytes) - breaksIn(record) });
        end = bytes;
        return null;
      },
    });
  } catch (error) {
    if (error instanceof CsvError) return { rows: [], problems: [unreadable(error, lineAt(end) + (end > 0 ? 1 : 0))] };
    throw error;
  }
  if (separator !== undefined) lines.shift();
  const [header, ...records] = lines.filter(({ record }) => record.some((cell) => cell.trim() !== ''));
  if (header === undefined) return { rows: [], problems: [] };
  // Spreadsheets keep columns that were emptied, without names.
  const names = withoutBlankEnd(
    header.record.map((name) => renamed.get(name.trim().toLowerCase()) ?? name.trim()),
    0,
  );
  return { rows: records.map((row) => readRow(row, names)), problems: headerProblems(names, header.line) };
}

const breaksIn = (record: string[]) => record.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);

/**
 * The line of the byte before an offset; callers ask for growing offsets. The parser's own count takes a line
 * break of two characters inside a cell for two.
 */
function lineCounter(text: string): (offset: number) => number {
  const bytes = Buffer.from(text);
  const isBreak = (at: number) => bytes[at] === 10 || (bytes[at] === 13 && bytes[at + 1] !== 10);
  let line = 1;
  let position = 0;
  return (offset) => {
    for (; position < offset - 1; position += 1) if (isBreak(position)) line += 1;
    return line;
  };
}

/** No column name has one of them in it, so the first row tells. */
function delimiterOf(text: string): string {
  const [firstLine = ''] = text.trimStart().split(/\r|\n/, 1);
  const count = (delimiter: string) => firstLine.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

function headerProblems(names: string[], line: number): ImportProblem[] {
  const problems = names.flatMap((name, index): ImportProblem[] => {
    const at = { line, column: name, field: '' };
    if (!isImportColumn(name) && !isResultColumn(name)) {
      const remedy = `Leave it out, or use one of: ${importColumns.join(', ')}.`;
      return [{ ...at, code: 'unknown_column', message: `There is no column "${name.slice(0, 60)}" here.`, remedy }];
    }
    if (names.indexOf(name) === index) return [];
    const message = `The header has the column "${name}" twice.`;
    return [{ ...at, code: 'duplicate_column', message, remedy: 'Leave one of them out.' }];
  });
  const missing = requiredColumns.filter((name) => !names.includes(name));
  return [
    ...problems,
    ...missing.map((name): ImportProblem => {
      const message = `The column "${name}" is missing.`;
      const remedy = 'Add it to the first row, which names the columns.';
      return { line, column: name, field: '', code: 'missing_column', message, remedy };
    }),
  ];
}

function withoutBlankEnd(cells: string[], atLeast: number): string[] {
  const end = cells.findLastIndex((cell) => cell.trim() !== '') + 1;
  return cells.slice(0, Math.max(end, atLeast));
}

function readRow({ record: cells, line }: Line, names: string[]): RawRow {
  const record = withoutBlankEnd(cells, Math.min(cells.length, names.length));
  const problems: ImportProblem[] = [];
  const value: Record<string, unknown> = {};
  if (record.length !== names.length) {
    const message = `The row has ${record.length} cells and there are ${names.length} columns.`;
    const remedy = 'Put a text that has the separator or a quote in it between quotes, and double the quotes inside.';
    problems.push({ line, field: '', code: 'wrong_cell_count', message, remedy });
  }
  for (const [index, name] of names.entries()) {
    if (!isImportColumn(name)) continue;
    const cell = readCell(name, record[index] ?? '');
    if ('problem' in cell) {
      problems.push({ line, column: name, field: `/${name}`, code: 'unreadable_cell', ...cell.problem });
    } else if (cell.value !== undefined) value[name] = cell.value;
  }
  return { line, value, problems };
}

function unreadable(error: CsvError, line: number): ImportProblem {
  // Its own line number is that of the end of the cell, or of the file.
  const message = error.message.replace(/ at line \d+/, '');
  return {
    line,
    field: '',
    code: 'unreadable_csv',
    message: `The row that begins here cannot be read: ${message}.`,
    remedy: 'Put the cell between quotes, double the quotes inside it, and close it.',
  };
}
