import * as z from 'zod';

/** Why an occurrence has no post. A file apart: events are read by functions that need no rules of recurrence. */
export const skipReasonSchema = z.object({ code: z.string(), message: z.string(), remedy: z.string() });
export type SkipReason = z.infer<typeof skipReasonSchema>;
