import * as z from 'zod';
import { bestTimeReasonSchema } from './best-time.ts';

/** Why a post has its time, where Herald chose the time. */
export const timeReasonSchema = z.object({
  source: z.enum(['next_slot', 'next_free', ...bestTimeReasonSchema.shape.source.options]),
  message: z.string(),
  /** The slot that the post is in now. */
  slotKey: z.string().optional(),
  /** Of a learned time: how good, and how far that may be believed. */
  score: z.number().optional(),
  sampleSize: z.number().int().optional(),
  confidence: z.number().optional(),
});
export type TimeReason = z.infer<typeof timeReasonSchema>;

export const plannedSchema = timeReasonSchema
  .nullable()
  .meta({ description: 'Why the post has this time; null where it is the one that was asked for.' });
