import { readPlatforms } from '../accounts/account-items.ts';
import { derivedId } from '../kernel/ids.ts';
import type { NewDistribution } from '../posts/model/distribution-input.ts';
import { checkRow } from './check-row.ts';
import { findRepeats } from './find-repeats.ts';
import { type ImportFormat, MAX_IMPORT_ROWS } from './import.ts';
import { importRowSchema } from './rows/columns.ts';
import type { GoodRow } from './rows/good-row.ts';
import { readCsv } from './rows/read-csv.ts';
import { readNdjson } from './rows/read-ndjson.ts';
import type { ImportProblem, RawFile, RawRow } from './rows/row-problem.ts';

/** A row that can become a post. */
export interface ValidRow {
  line: number;
  /** Of the post that it makes, here or in an earlier import. */
  id: string;
  /** The post that an export took it from, where the key names one. */
  exportedId?: string | undefined;
  input: NewDistribution;
}

export interface ValidatedFile {
  total: number;
  valid: ValidRow[];
  invalid: number;
  problems: ImportProblem[];
  /** Something is wrong with the file as a whole: not even its good rows may be taken. */
  unusable: boolean;
}

/** Looks at every row of a file and creates nothing: all problems at once, in the order of the file. */
export async function validateImport(tenantId: string, format: ImportFormat, text: string): Promise<ValidatedFile> {
  if (text.includes('\0')) return noText(text);
  const file = format === 'csv' ? readCsv(text) : readNdjson(text);
  const ofFile = [...file.problems, ...fileProblems(file, text)];
  if (file.rows.length > MAX_IMPORT_ROWS) {
    return { total: file.rows.length, valid: [], invalid: file.rows.length, problems: ofFile, unusable: true };
  }
  const platforms = await readPlatforms(tenantId, platformIdsOf(file));
  const checked = file.rows.map((row) => checkRow(row, platforms, format));
  const problems = [...ofFile, ...checked.flatMap((row) => row.problems)];
  const good = checked.filter((row) => row.problems.length === 0 && row.input !== undefined) as GoodRow[];
  const repeats = findRepeats(good, format);
  problems.push(...repeats.map(({ problem }) => problem));
  const repeated = new Set(repeats.map(({ line }) => line));
  const rows = good.filter(({ line }) => !repeated.has(line));
  return {
    total: file.rows.length,
    valid: withIds(tenantId, rows),
    invalid: file.rows.length - rows.length,
    problems: problems.sort((a, b) => a.line - b.line),
    unusable: ofFile.length > 0,
  };
}

/** UTF-16 and whatever is packed have bytes of nought; nothing that could be said of their rows would help. */
function noText(text: string): ValidatedFile {
  const line = lineOf(text, text.indexOf('\0'));
  const message = 'This is no text in UTF-8: UTF-16, as spreadsheets call "Unicode text", or a packed file.';
  const problem: ImportProblem = {
    line,
    field: '',
    code: 'not_utf8',
    message,
    remedy: 'Save the file as UTF-8 and send it as it is.',
  };
  return { total: 0, valid: [], invalid: 0, problems: [problem], unusable: true };
}

const lineOf = (text: string, at: number) => text.slice(0, at).split(/\r\n|\n|\r/).length;

function fileProblems({ rows, problems }: RawFile, text: string): ImportProblem[] {
  const broken = text.indexOf('\uFFFD');
  if (broken >= 0) {
    const line = lineOf(text, broken);
    const message = 'There is a character that could not be read: the file is not UTF-8, or was not once.';
    return [{ line, field: '', code: 'not_utf8', message, remedy: 'Save the file as UTF-8.' }];
  }
  if (rows.length === 0 && problems.length === 0) {
    return [
      { line: 1, field: '', code: 'no_rows', message: 'The file has no rows.', remedy: 'Send one row per post.' },
    ];
  }
  if (rows.length <= MAX_IMPORT_ROWS) return [];
  return [
    {
      line: rows[MAX_IMPORT_ROWS]!.line,
      field: '',
      code: 'too_many_rows',
      message: `The file has ${rows.length} rows.`,
      remedy: `Send at most ${MAX_IMPORT_ROWS} at once.`,
      limit: MAX_IMPORT_ROWS,
      actual: rows.length,
    },
  ];
}

function platformIdsOf({ rows }: RawFile): string[] {
  const idOf = ({ value }: RawRow) =>
    importRowSchema.shape.platformId.safeParse((value as Record<string, unknown> | undefined)?.platformId).data;
  return [...new Set(rows.map(idOf).filter((id) => id !== undefined))];
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * A row's post has an id that is made from its key, or from all that it says and which of its equals it is. So the same
 * file, or a mended one, meets what an earlier run left.
 */
function withIds(tenantId: string, rows: GoodRow[]): ValidRow[] {
  const seen = new Map<string, number>();
  return rows.map(({ line, input: { key, ...input } }) => {
    if (key !== undefined) {
      const exportedId = UUID.test(key) ? key : undefined;
      return { line, id: derivedId(tenantId, 'import', 'key', key), exportedId, input };
    }
    const text = JSON.stringify(input);
    const nth = seen.get(text) ?? 0;
    seen.set(text, nth + 1);
    return { line, id: derivedId(tenantId, 'import', 'row', text, String(nth)), input };
  });
}
