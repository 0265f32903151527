import * as z from 'zod';

export const timingStrategySchema = z.enum(['simultaneous', 'staggered', 'optimized']);

/** So many members fit with their guards and events into one transaction of DynamoDB (100 actions). */
export const MAX_MEMBERS = 16;

const count = z.number().int();

/** One content on several accounts, with the progress of its members. */
export const crossPostGroupSchema = z.object({
  id: z.uuid(),
  tenantId: z.string(),
  name: z.string().optional(),
  sourceContentId: z.string().optional(),
  timingStrategy: timingStrategySchema,
  staggerMinutes: count.optional(),
  memberIds: z.array(z.uuid()).max(MAX_MEMBERS),
  /** Members by phase, kept in the transactions of their moves. */
  waiting: count,
  published: count,
  failed: count,
  cancelled: count,
  isPaused: z.boolean(),
  /** Goes up with each change of the group itself. */
  revision: count,
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type CrossPostGroup = z.infer<typeof crossPostGroupSchema>;

export const groupStatusSchema = z.enum(['pending', 'in_progress', 'completed', 'partial']);
type GroupStatus = z.infer<typeof groupStatusSchema>;

/** `partial`: all have ended, and not all of them are published. */
export function groupStatus({
  waiting,
  published,
  failed,
  cancelled,
}: Pick<CrossPostGroup, 'waiting' | 'published' | 'failed' | 'cancelled'>): GroupStatus {
  if (waiting > 0) return published + failed + cancelled === 0 ? 'pending' : 'in_progress';
  return failed + cancelled === 0 ? 'completed' : 'partial';
}
