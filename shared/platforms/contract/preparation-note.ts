import * as z from 'zod';

/** Something that the platform did not take, so that the post goes out without it. */
export const preparationNoteSchema = z.object({
  code: z.string(),
  /** A JSON pointer into the content. */
  field: z.string(),
  message: z.string(),
});
export type PreparationNote = z.infer<typeof preparationNoteSchema>;
