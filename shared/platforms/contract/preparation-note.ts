import * as z from 'zod';

/** Something that a post goes out without, since its platform would not have it. */
export const preparationNoteSchema = z.object({
  code: z.string(),
  /** A JSON pointer into the content. */
  field: z.string(),
  message: z.string(),
});
export type PreparationNote = z.infer<typeof preparationNoteSchema>;
