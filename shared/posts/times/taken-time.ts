import type { PlannedPost } from '../../calendar/times/planned-posts.ts';
import type { Distribution, DistributionStatus } from '../model/distribution.ts';

const occupying = new Set<DistributionStatus>([
  'publish_requested',
  'scheduled',
  'preparing',
  'publishing',
  'published',
  'unknown',
]);

/**
 * Whether a post of this status takes its time. One that waits for an approval does: it goes out at that time when it
 * is given. A draft or a cancelled post is shown but blocks no other post.
 */
export const takesItsTime = (status: DistributionStatus) => occupying.has(status);

/** The moment at which a post went out, else at which it is to go out. */
export function timeOf(state: Distribution): string | undefined {
  return state.publishedAt ?? state.dueAt ?? state.scheduledFor;
}

/** The time, and so the minute, that a post takes now; undefined if it takes none. */
export function takenTime(state: Distribution): PlannedPost | undefined {
  const at = timeOf(state);
  if (at === undefined || !takesItsTime(state.status)) return undefined;
  return { id: state.id, at, contentHash: state.contentHash };
}
