import * as z from 'zod';
import type { Prepared } from '../../contract/adapter.ts';

const uploadedImage = z.object({
  /** The blob reference as JSON, as a record holds it. */
  blob: z.record(z.string(), z.unknown()),
  width: z.number(),
  height: z.number(),
  /** Milliseconds since the epoch; servers drop blobs that no record uses. */
  uploadedAt: z.number(),
});
export type UploadedImage = z.infer<typeof uploadedImage>;

const preparedSchema = z.object({
  /** The record's own time, fixed so that every attempt writes the same record. */
  createdAt: z.string().optional(),
  /** DIDs of the mentioned handles; who is not found is not linked. */
  dids: z.record(z.string(), z.string()).optional(),
  images: z.array(uploadedImage).default([]),
});
export type BlueskyPrepared = z.infer<typeof preparedSchema>;

export function readPrepared(saved: Prepared): BlueskyPrepared {
  return preparedSchema.parse(saved);
}
