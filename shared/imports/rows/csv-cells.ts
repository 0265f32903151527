import { isTooDeep, MAX_NESTING } from '../../kernel/json-depth.ts';
import type { ImportColumn } from './columns.ts';

/** What a cell says, or why it cannot be read. */
type CellValue = { value: unknown } | { problem: { message: string; remedy: string } };

const booleans = new Map<string, boolean>([
  ['true', true],
  ['false', false],
]);

/**
 * A cell as the field of a row. An empty cell says nothing. Only text keeps its white space; media are separated by
 * blanks or by `|`.
 */
export function readCell(column: ImportColumn, cell: string): CellValue {
  const text = unguarded(cell);
  const trimmed = text.trim();
  if (trimmed === '') return { value: undefined };
  switch (column) {
    case 'title':
    case 'body':
      return { value: text };
    case 'mediaUrls':
      return { value: trimmed.split(/[\s|]+/).filter((url) => url !== '') };
    case 'isControl':
    case 'allowDuplicate': {
      const value = booleans.get(trimmed.toLowerCase());
      if (value !== undefined) return { value };
      return {
        problem: { message: `"${trimmed.slice(0, 60)}" is neither true nor false.`, remedy: 'Write true or false.' },
      };
    }
    case 'lateAfterMinutes':
      // Whatever is no number goes on as text, and the schema says so.
      return { value: /^\d+$/.test(trimmed) ? Number(trimmed) : trimmed };
    case 'platformSpecific':
      return readJson(trimmed);
    default:
      return { value: trimmed };
  }
}

function readJson(text: string): CellValue {
  if (isTooDeep(text)) {
    return {
      problem: { message: `It is nested more than ${MAX_NESTING} levels deep.`, remedy: 'Write it flatter.' },
    };
  }
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const message = `This is not JSON: ${(error as Error).message}`;
    return { problem: { message, remedy: 'Write a JSON object, with its quotes doubled as CSV wants them.' } };
  }
}

/**
 * A spreadsheet takes a cell that starts so for a formula, and runs it (OWASP: CSV injection); some the wide signs too.
 * The bar begins a command of DDE where a program reads the cell on.
 */
const FORMULA = /^'*[=+\-@|＝＋－＠｜\t\r\n]/;
const GUARDED = /^'+[=+\-@|＝＋－＠｜\t\r\n]/;

/** With an apostrophe before it a cell is text to a spreadsheet. `unguarded` takes it away again. */
export const guarded = (cell: string) => (FORMULA.test(cell) ? `'${cell}` : cell);
const unguarded = (cell: string) => (GUARDED.test(cell) ? cell.slice(1) : cell);
