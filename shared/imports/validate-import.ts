import { readPlatforms } from '../accounts/account-items.ts';
import { derivedId } from '../kernel/ids.ts';
import { readSetting } from '../kernel/settings/read-setting.ts';
import { checkRow } from './check-row.ts';
import { findRepeats } from './find-repeats.ts';
import type { ImportFormat } from './import.ts';
import { importRowSchema } from './rows/columns.ts';
import type { GoodRow } from './rows/good-row.ts';
import { readCsv } from './rows/read-csv.ts';
import { readNdjson } from './rows/read-ndjson.ts';
import type { ImportProblem, RawFile, RawRow } from './rows/row-problem.ts';
import type { ValidRow } from './rows/valid-row.ts';
import { importRowQuota } from './settings.ts';

export interface ValidatedFile {
  total: number;
  valid: ValidRow[];
  invalid: number;
  problems: ImportProblem[];
  /** The file as a whole is wrong: Herald takes not even its valid rows. */
  unusable: boolean;
}

/** Checks every row of a file and creates nothing. All problems at once, in the order of the file. */
export async function validateImport(tenantId: string, format: ImportFormat, text: string): Promise<ValidatedFile> {
  if (text.includes('\0')) return noText(text);
  const file = format === 'csv' ? readCsv(text) : readNdjson(text);
  const maxRows = await readSetting(tenantId, importRowQuota);
  const ofFile = [...file.problems, ...fileProblems(file, text, maxRows)];
  if (file.rows.length > maxRows) {
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

/** UTF-16 text and archives hold zero bytes; a problem of one of their rows would say nothing useful. */
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

function fileProblems({ rows, problems }: RawFile, text: string, maxRows: number): ImportProblem[] {
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
  if (rows.length <= maxRows) return [];
  return [
    {
      line: rows[maxRows]!.line,
      field: '',
      code: 'too_many_rows',
      message: `The file has ${rows.length} rows.`,
      remedy: `Send at most ${maxRows} at once (setting "${importRowQuota.name}").`,
      limit: maxRows,
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
 * The id of a row's post is derived from the row's key; without a key from the whole row and its number among equal rows.
 * So the same file, or a corrected one, finds the posts that an earlier import made.
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
