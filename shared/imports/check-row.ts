import type { Account } from '../accounts/account.ts';
import type { ContentProblem } from '../kernel/problem.ts';
import { schemaProblems } from '../platforms/contract/content-checks.ts';
import { distributionStatusSchema } from '../posts/model/distribution.ts';
import { checkFields, readableFields } from '../posts/planning/check-fields.ts';
import { listProblems } from '../posts/planning/refuse-post.ts';
import type { ImportFormat } from './import.ts';
import { type ImportRow, importRowSchema } from './rows/columns.ts';
import { atLine, type ImportProblem, type RawRow } from './rows/row-problem.ts';

interface CheckedRow {
  line: number;
  input: ImportRow | undefined;
  at: number | undefined;
  problems: ImportProblem[];
}

/** Everything that is wrong with a row: its shape, its platform and that platform's rules, its time. */
export function checkRow(
  { line, value, problems }: RawRow,
  platforms: Map<string, Account>,
  format: ImportFormat,
): CheckedRow {
  if (value === undefined) return { line, input: undefined, at: undefined, problems };
  const known = new Set(problems.map(({ field }) => field));
  const ofShape = shapeProblems(value).filter(({ field }) => !known.has(field));
  const fields = readableFields(value as Record<string, unknown>);
  const account = fields.platformId === undefined ? undefined : platforms.get(fields.platformId);
  const checked = checkFields(fields, account, Date.now());
  const ofPost = listProblems(checked.problems);
  if (account === undefined && fields.platformId !== undefined) ofPost.push(unknownPlatform(fields.platformId));
  for (const { field } of ofShape) known.add(field);
  // The list already has the problem of a field that does not fit its schema.
  const unsaid = ofPost.filter(({ field }) => ![...known].some((one) => one === field || one.startsWith(`${field}/`)));
  const all = [...problems, ...[...ofShape, ...unsaid].map((problem) => atLine(line, problem, format))];
  const at = checked.at === undefined ? undefined : Date.parse(checked.at);
  return { line, input: all.length === 0 ? importRowSchema.parse(value) : undefined, at, problems: all };
}

function shapeProblems(value: unknown): ContentProblem[] {
  return schemaProblems(importRowSchema, value, '').map((problem) => {
    const name = problem.field.slice(1);
    if (name === 'status') return statusProblem(problem, (value as Record<string, unknown>).status);
    if (name.includes('/') || (value as Record<string, unknown>)[name] !== undefined) return problem;
    return { ...problem, code: 'required', message: `"${name}" is missing.`, remedy: 'Every row needs it.' };
  });
}

/** An export has posts that are over, too. */
function statusProblem(problem: ContentProblem, status: unknown): ContentProblem {
  const { success, data } = distributionStatusSchema.safeParse(status);
  const remedy =
    'Write draft, publish_requested or scheduled, or leave the status out; posts that are over are best left out of the file (GET /api/v1/exports/distributions?status=scheduled has none).';
  const message = success ? `A post that is ${data} cannot be made by an import.` : problem.message;
  return { ...problem, message, remedy };
}

function unknownPlatform(platformId: string): ContentProblem {
  return {
    field: '/platformId',
    code: 'unknown_platform',
    message: `There is no platform with id ${platformId}.`,
    remedy: 'GET /api/v1/platforms lists them.',
  };
}
