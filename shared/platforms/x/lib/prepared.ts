import * as z from 'zod';
import type { Prepared } from '../../contract/adapter.ts';

const uploadedMedia = z.object({
  id: z.string(),
  /** What the published post shows of this upload: how it is recognised. */
  mediaKey: z.string().optional(),
  /** Milliseconds since the epoch; X drops unused uploads after about a day. */
  expiresAt: z.number(),
});
export type UploadedMedia = z.infer<typeof uploadedMedia>;

const preparedSchema = z.object({ media: z.array(uploadedMedia).default([]) });

export function readPrepared(saved: Prepared): z.infer<typeof preparedSchema> {
  return preparedSchema.parse(saved);
}
