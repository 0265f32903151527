import { HeraldError } from '../kernel/herald-error.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { adapterFor } from '../platforms/registry.ts';
import type { Distribution } from '../posts/model/distribution.ts';
import { isLegal } from '../posts/model/distribution-moves.ts';
import { nextState } from '../posts/model/next-state.ts';
import { wakeTime } from '../posts/planning/wake-time.ts';
import { type CrossPostGroup, groupStatus } from './cross-post-group.ts';
import type { CrossPostView } from './cross-post-input.ts';
import { crossPostEvents } from './events.ts';
import { writeCrossPost } from './write-cross-post.ts';

const noPlan = { dueAt: undefined, wakeAt: undefined, leaseUntil: undefined, held: undefined, slotKey: undefined };

/**
 * Nothing of the group goes out until it is resumed. What is on its way at this moment still does.
 *
 * @throws HeraldError `not_found`, `illegal_move` where nothing of it can go out any more, `conflict`
 */
export async function pauseCrossPost(request: RequestContext, id: string): Promise<CrossPostView> {
  return writeCrossPost(request, id, {
    type: crossPostEvents.CROSS_POST_PAUSED,
    isPaused: true,
    assertMay: (group) => assertGroupGoesOn(group, 'be paused'),
    fits: ({ status, held }) => (status === 'scheduled' || status === 'preparing') && held === undefined,
    plan: each((before) => nextState(before, 'suspend', { ...next(before), held: 'paused', leaseUntil: undefined })),
  });
}

/** Members go on at their times; those whose time has passed go out now, or as their late policies say. */
export async function resumeCrossPost(request: RequestContext, id: string): Promise<CrossPostView> {
  return writeCrossPost(request, id, {
    type: crossPostEvents.CROSS_POST_RESUMED,
    isPaused: false,
    fits: ({ status, held }) => status === 'scheduled' && held === 'paused',
    plan: each((before) => {
      const at = Math.max(Date.parse(before.dueAt!), Date.now());
      const wakeAt = wakeTime(adapterFor(before.platformKind), at);
      return nextState(before, 'release', { ...next(before), held: undefined, wakeAt });
    }),
  });
}

/** Takes every member off the schedule that has not gone out. */
export async function cancelCrossPost(request: RequestContext, id: string): Promise<CrossPostView> {
  return writeCrossPost(request, id, {
    type: crossPostEvents.CROSS_POST_CANCELLED,
    isPaused: false,
    fits: ({ status }) => isLegal(status, 'cancel'),
    plan: each((before) => nextState(before, 'cancel', { ...next(before), ...noPlan })),
  });
}

/** @throws HeraldError `illegal_move` where every member has ended, with the way that is left */
export function assertGroupGoesOn(group: CrossPostGroup, action: string): void {
  const status = groupStatus(group);
  if (status === 'pending' || status === 'in_progress') return;
  const message = `The cross-post ${group.id} cannot ${action}: all of its members have ended, its status is "${status}".`;
  throw new HeraldError('illegal_move', message, {
    remedy: 'Retry a failed member or give it a new time by itself, or make a new cross-post.',
    extra: { currentStatus: status },
  });
}

const next = ({ version }: Distribution) => ({ version: version + 1 });
const each = (become: (before: Distribution) => Distribution) => (members: Distribution[]) =>
  members.map((before) => ({ before, after: become(before) }));
