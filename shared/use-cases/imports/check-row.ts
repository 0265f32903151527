import type { ContentProblem } from '../../domain/content.ts';
import { distributionStatusSchema } from '../../domain/distribution.ts';
import type { NewDistribution } from '../../domain/distribution-input.ts';
import { type ImportRow, importRowSchema } from '../../domain/imports/columns.ts';
import type { ImportFormat } from '../../domain/imports/import.ts';
import { atLine, type ImportProblem, type RawRow } from '../../domain/imports/row-problem.ts';
import { isFoundTime, planProblems } from '../../domain/plan-problems.ts';
import type { Platform } from '../../domain/platform.ts';
import { schemaProblems } from '../../platforms/content-checks.ts';
import { adapterFor, type PlatformKind } from '../../platforms/registry.ts';
import { readableFields } from '../inspect-distribution.ts';
import { contentOfInput } from '../plan-distribution.ts';
import { planTime } from '../plan-time.ts';
import { contentProblems } from '../validate-content.ts';

export interface CheckedRow {
  line: number;
  input: ImportRow | undefined;
  at: number | undefined;
  problems: ImportProblem[];
}

/** Everything that is wrong with a row: its shape, its platform and that platform's rules, its time. */
export function checkRow(
  { line, value, problems }: RawRow,
  platforms: Map<string, Platform>,
  format: ImportFormat,
): CheckedRow {
  if (value === undefined) return { line, input: undefined, at: undefined, problems };
  const known = new Set(problems.map(({ field }) => field));
  const ofShape = shapeProblems(value).filter(({ field }) => !known.has(field));
  const fields = readableFields(value as Record<string, unknown>);
  const further: ContentProblem[] = [];
  const at = postProblems(fields, platforms, further);
  for (const { field } of ofShape) known.add(field);
  // A field that does not fit its schema has been told of already.
  const unsaid = further.filter(({ field }) => ![...known].some((one) => one === field || one.startsWith(`${field}/`)));
  const all = [...problems, ...[...ofShape, ...unsaid].map((problem) => atLine(line, problem, format))];
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

/** @returns the instant that is asked for; none where it has yet to be found */
function postProblems(
  fields: Partial<NewDistribution>,
  platforms: Map<string, Platform>,
  problems: ContentProblem[],
): number | undefined {
  const { platformId, timezone } = fields;
  const platform = platformId === undefined ? undefined : platforms.get(platformId);
  if (platform !== undefined) {
    const adapter = adapterFor(platform.kind as PlatformKind);
    problems.push(...contentProblems(adapter, contentOfInput({ ...fields, body: fields.body ?? '' })));
  } else if (platformId !== undefined) {
    const message = `There is no platform with id ${platformId}.`;
    const remedy = 'GET /api/v1/platforms lists them.';
    problems.push({ field: '/platformId', code: 'unknown_platform', message, remedy });
  }
  const asked = isFoundTime(fields.scheduledFor) ? undefined : fields.scheduledFor;
  const { scheduledFor } = planTime(asked, timezone, problems);
  problems.push(...planProblems(fields, platform, scheduledFor, Date.now()));
  return scheduledFor === undefined ? undefined : Date.parse(scheduledFor);
}
