import { isTooDeep, MAX_NESTING } from '../../kernel/json-depth.ts';
import { jsonTextProblems } from '../../kernel/json-text.ts';
import { isResultColumn } from './columns.ts';
import { atLine, type ImportProblem, type RawFile, type RawRow } from './row-problem.ts';

/** A JSON object on each line, as `POST /distributions` takes it. Empty lines count, and say nothing. */
export function readNdjson(text: string): RawFile {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const rows = lines.flatMap((json, index) => (json.trim() === '' ? [] : [readLine(json, index + 1)]));
  return { rows, problems: [] };
}

function readLine(json: string, line: number): RawRow {
  if (isTooDeep(json)) {
    return unusable(line, 'too_deep', `This line is nested more than ${MAX_NESTING} levels deep.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return unusable(line, 'not_json', `This line is not JSON: ${(error as Error).message}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return unusable(line, 'not_an_object', 'This line is JSON, but no object.');
  }
  const said = Object.entries(value).filter(([name, field]) => !isResultColumn(name) && field !== null);
  const fields = Object.fromEntries(said);
  return { line, value: fields, problems: jsonTextProblems(fields).map((problem) => atLine(line, problem, 'ndjson')) };
}

function unusable(line: number, code: 'not_json' | 'not_an_object' | 'too_deep', message: string): RawRow {
  const problem: ImportProblem = { line, field: '', code, message, remedy: 'Write one JSON object on each line.' };
  return { line, value: undefined, problems: [problem] };
}
