import * as z from 'zod';

/** `limit` and `cursor` of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(20).meta({ description: 'Entries per page.' }),
  cursor: z.string().max(2_000).optional().meta({ description: '`nextCursor` of the page before.' }),
};

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export const warningsSchema = z
  .array(
    z.object({
      code: z.string(),
      message: z.string(),
      field: z.string().optional().meta({ description: 'What it is about, as a JSON pointer.' }),
    }),
  )
  .meta({ description: 'What was accepted all the same: e.g. a limit that may put the post off.' });
