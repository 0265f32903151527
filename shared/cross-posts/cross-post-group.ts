import * as z from 'zod';
import type { DistributionStatus } from '../posts/model/distribution.ts';

export const timingStrategySchema = z.enum(['simultaneous', 'staggered', 'optimized']);
export type TimingStrategy = z.infer<typeof timingStrategySchema>;

/** So many members fit with their guards and events into one transaction of DynamoDB (100 actions). */
export const MOST_MEMBERS = 16;

/** How far a member is, as its group counts it. */
export type Phase = 'waiting' | 'published' | 'failed' | 'cancelled';

const phases: Record<DistributionStatus, Phase> = {
  draft: 'waiting',
  publish_requested: 'waiting',
  scheduled: 'waiting',
  preparing: 'waiting',
  publishing: 'waiting',
  unknown: 'waiting',
  published: 'published',
  failed: 'failed',
  missed: 'failed',
  cancelled: 'cancelled',
  archived: 'cancelled',
};

/** A published post that is archived stays published for its group. */
export function phaseOf(status: DistributionStatus): Phase {
  return phases[status];
}

const count = z.number().int();

/** One content on many platforms: the seed's cross-post group, with the progress of its members. */
export const crossPostGroupSchema = z.object({
  id: z.uuid(),
  tenantId: z.string(),
  name: z.string().optional(),
  sourceContentId: z.string().optional(),
  timingStrategy: timingStrategySchema,
  staggerMinutes: count.optional(),
  memberIds: z.array(z.uuid()).max(MOST_MEMBERS),
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
export type GroupStatus = z.infer<typeof groupStatusSchema>;

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
