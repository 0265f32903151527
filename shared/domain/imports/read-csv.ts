import { CsvError, parse } from 'csv-parse/sync';
import { importColumns, isImportColumn, isResultColumn, requiredColumns } from './columns.ts';
import { readCell } from './csv-cells.ts';
import type { ImportProblem, RawFile, RawRow } from './row-problem.ts';

interface Line {
  record: string[];
  info: { lines: number };
}

/** A CSV file (RFC 4180, separated by comma, semicolon or tab) with column names in its first row. */
export function readCsv(text: string): RawFile {
  let lines: Line[];
  try {
    lines = parse(text, {
      bom: true,
      info: true,
      delimiter: delimiterOf(text),
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as Line[];
  } catch (error) {
    if (error instanceof CsvError) return { rows: [], problems: [unreadable(error)] };
    throw error;
  }
  const [header, ...records] = lines.filter(({ record }) => record.some((cell) => cell.trim() !== ''));
  if (header === undefined) return { rows: [], problems: [] };
  const names = header.record.map((name) => name.trim());
  return { rows: records.map((line) => readRow(line, names)), problems: headerProblems(names, startOf(header)) };
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
    const message = `The column "${name}" stands there twice.`;
    return [{ ...at, code: 'duplicate_column', message, remedy: 'Leave one of them out.' }];
  });
  const missing = requiredColumns.filter((name) => !names.includes(name));
  return [
    ...problems,
    ...missing.map((name) => {
      const message = `The column "${name}" is missing.`;
      const remedy = 'Add it to the first row, which names the columns.';
      return { line, column: name, field: '', code: 'missing_column', message, remedy };
    }),
  ];
}

function readRow(row: Line, names: string[]): RawRow {
  const line = startOf(row);
  const problems: ImportProblem[] = [];
  const value: Record<string, unknown> = {};
  if (row.record.length !== names.length) {
    const message = `The row has ${row.record.length} cells and there are ${names.length} columns.`;
    const remedy = 'Put a text that has the separator or a quote in it between quotes, and double the quotes inside.';
    problems.push({ line, field: '', code: 'wrong_cell_count', message, remedy });
  }
  for (const [index, name] of names.entries()) {
    if (!isImportColumn(name)) continue;
    const cell = readCell(name, row.record[index] ?? '');
    if ('problem' in cell) {
      problems.push({ line, column: name, field: `/${name}`, code: 'unreadable_cell', ...cell.problem });
    } else if (cell.value !== undefined) value[name] = cell.value;
  }
  return { line, value, problems };
}

/** The parser names the line that a row ends on. */
function startOf({ record, info }: Line): number {
  return info.lines - record.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
}

function unreadable(error: CsvError): ImportProblem {
  const { lines } = error as unknown as { lines?: number };
  return {
    line: lines ?? 1,
    field: '',
    code: 'unreadable_csv',
    message: `The file cannot be read from here on: ${error.message}`,
    remedy: 'Put the cell between quotes, double the quotes inside it, and close it.',
  };
}
