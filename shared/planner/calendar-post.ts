import * as z from 'zod';
import { type Distribution, distributionStatusSchema } from '../posts/model/distribution.ts';
import { zoneChange, zoneChangeSchema } from '../posts/planning/zone-change.ts';
import { timeOf } from '../posts/times/taken-time.ts';

/** A distribution as the calendar shows it. */
export const calendarPostSchema = z.object({
  id: z.string(),
  platformId: z.string(),
  /** When it was published, else when it is planned. */
  at: z.iso.datetime(),
  status: distributionStatusSchema,
  title: z.string().optional(),
  excerpt: z.string(),
  url: z.string().optional(),
  contentHash: z.string().optional(),
  zoneChange: zoneChangeSchema.optional(),
  crossPostGroupId: z.string().optional(),
  /** Of the plan: each change of time or text adds one. */
  version: z.number().int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type CalendarPost = z.infer<typeof calendarPostSchema>;

/** Undefined for a distribution without a time. A published post is shown when it was published, not when it was planned. */
export function calendarPost(state: Distribution): CalendarPost | undefined {
  const at = timeOf(state);
  if (at === undefined) return undefined;
  const { id, platformId, status, title, excerpt, externalUrl, contentHash, crossPostGroupId } = state;
  const { version, createdAt, updatedAt } = state;
  const shown = { id, platformId, at, status, title, excerpt, url: externalUrl, contentHash, crossPostGroupId };
  return { ...shown, version, createdAt, updatedAt, zoneChange: zoneChange(state) };
}
