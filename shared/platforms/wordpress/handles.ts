import * as z from 'zod';
import type { Handles } from '../adapter.ts';

const uploadedImage = z.object({ id: z.number(), sourceUrl: z.string() });
export type UploadedImage = z.infer<typeof uploadedImage>;

const handles = z.object({
  /** Where the site's REST API is, found once. */
  root: z.string().optional(),
  slug: z.string().optional(),
  /** How the slugs of this text's uploads begin. */
  mediaMark: z.string().optional(),
  media: z.array(uploadedImage).default([]),
  draftId: z.number().optional(),
});
export type WordpressHandles = z.infer<typeof handles>;

export function readHandles(saved: Handles): WordpressHandles {
  return handles.parse(saved);
}
