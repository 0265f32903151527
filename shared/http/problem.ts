import * as z from 'zod';

/** RFC 9457 problem details, with a stable `code`, a `remedy`, and each thing that is wrong by JSON pointer. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    remedy: z.string(),
    instance: z.string(),
    requestId: z.string(),
    errors: z
      .array(
        z.object({
          pointer: z.string(),
          code: z.string(),
          detail: z.string(),
          remedy: z.string(),
          limit: z.union([z.number(), z.string()]).optional(),
          actual: z.union([z.number(), z.string()]).optional(),
        }),
      )
      .optional(),
  })
  .loose()
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;
