import type { approvalFor } from '../approval/approval.ts';
import type { Distribution } from '../model/distribution.ts';
import { postEvents } from '../model/events.ts';
import { nextState, sameStatus } from '../model/transitions.ts';

type EditEvent = (typeof postEvents)[
  | 'DISTRIBUTION_EDITED'
  | 'DISTRIBUTION_SCHEDULED'
  | 'DISTRIBUTION_UNSCHEDULED'
  | 'DISTRIBUTION_PUBLISH_REQUESTED'];

/**
 * What the edit makes of the plan: scheduled anew, taken off the schedule, the same plan with other content, or a
 * request for an approval, where that needs one. Who changes neither text nor time needs none.
 */
export function planEdit(
  before: Distribution,
  changes: Parameters<typeof sameStatus>[1],
  what: {
    timed: boolean;
    newText: boolean;
    /** The plan of a new time, where the edit gives one. */
    plan: { dueAt: string; wakeAt: string } | undefined;
    approval: ReturnType<typeof approvalFor>;
    asker: string;
  },
): { after: Distribution; event: EditEvent } {
  if (what.timed && changes.scheduledFor === undefined && before.status !== 'draft') {
    const after = nextState(before, 'unschedule', changes, 'be unscheduled');
    return { after, event: postEvents.DISTRIBUTION_UNSCHEDULED };
  }
  // What waits for an approval keeps waiting, whatever its time.
  const replan = what.plan !== undefined && before.status !== 'publish_requested';
  const running = before.status === 'scheduled' || before.status === 'preparing';
  if (!replan && !running) {
    const after = sameStatus(before, { ...changes, version: before.version + 1 });
    return { after, event: postEvents.DISTRIBUTION_EDITED };
  }
  const isOther = what.newText || !running || changes.scheduledFor !== before.scheduledFor;
  if (isOther && what.approval === 'needed') {
    const after = nextState(before, 'request', { ...changes, requestedBy: what.asker });
    return { after, event: postEvents.DISTRIBUTION_PUBLISH_REQUESTED };
  }
  const approved = isOther && { approvedBy: what.approval === 'given' ? what.asker : undefined };
  if (what.plan !== undefined) {
    const after = nextState(before, 'schedule', { ...changes, ...approved, ...what.plan }, 'be edited');
    return { after, event: postEvents.DISTRIBUTION_SCHEDULED };
  }
  // A user who edits the text does not end the cross-post's pause; a user who sets a time does.
  const held = before.held === 'paused' ? before.held : undefined;
  const after = nextState(before, 'revise', { ...changes, ...approved, held }, 'be edited');
  return { after, event: postEvents.DISTRIBUTION_EDITED };
}
