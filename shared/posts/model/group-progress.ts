import type { DistributionStatus } from './distribution.ts';

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
