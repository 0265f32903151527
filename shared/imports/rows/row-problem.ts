import * as z from 'zod';
import { type ContentProblem, contentProblemSchema } from '../../kernel/problem.ts';

/** What is wrong with a row, and where: the line of the file (from 1), the column (CSV), the JSON pointer in the row. */
export const importProblemSchema = z
  .object({ line: z.number().int(), column: z.string().optional(), ...contentProblemSchema.shape })
  .meta({ id: 'ImportProblem' });
export type ImportProblem = z.infer<typeof importProblemSchema>;

/** Where a row begins and what it says, before anybody has looked whether it makes sense. */
export interface RawRow {
  line: number;
  value: unknown;
  /** Cells that could not be read; their fields are missing in `value`. */
  problems: ImportProblem[];
}

export interface RawFile {
  rows: RawRow[];
  /** What is wrong with the file as a whole: nothing of it can be imported. */
  problems: ImportProblem[];
}

/** The problem of a field as the problem of a place in the file. */
export function atLine(line: number, problem: ContentProblem, format: 'csv' | 'ndjson'): ImportProblem {
  const column = problem.field.split('/')[1];
  return { line, ...(format === 'csv' && column ? { column } : {}), ...problem };
}
