import * as z from 'zod';
import type { ProblemCode } from './problem-codes.ts';

/** One thing that is wrong with an input: what, where, and what to do. `field` is a JSON pointer, e.g. `/mediaUrls/4`. */
export const contentProblemSchema = z.object({
  field: z.string(),
  // To a reader of the API a code is text: the list grows.
  code: z.string() as unknown as z.ZodType<ProblemCode, ProblemCode>,
  message: z.string(),
  remedy: z.string(),
  limit: z.union([z.number(), z.string()]).optional(),
  actual: z.union([z.number(), z.string()]).optional(),
});
export type ContentProblem = z.infer<typeof contentProblemSchema>;
