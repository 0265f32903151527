import type { EventDefinition } from '../../kernel/events/define-events.ts';
import type { approvalFor } from '../approval/approval.ts';
import type { Distribution } from '../model/distribution.ts';
import { postEvents } from '../model/events.ts';
import { nextState, sameStatus } from '../model/next-state.ts';

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
    wakeAt: string | undefined;
    approval: ReturnType<typeof approvalFor>;
    asker: string;
  },
): { after: Distribution; event: EventDefinition } {
  const version = before.version + 1;
  const released = { leaseUntil: undefined, held: undefined };
  if (what.timed && changes.scheduledFor === undefined && before.status !== 'draft') {
    const cleared = { dueAt: undefined, wakeAt: undefined, approvedBy: undefined };
    const after = nextState(before, 'unschedule', { ...changes, ...released, ...cleared, version }, 'be unscheduled');
    return { after, event: postEvents.DISTRIBUTION_UNSCHEDULED };
  }
  // What waits for an approval keeps waiting, whatever its time.
  const replan = what.timed && changes.scheduledFor !== undefined && before.status !== 'publish_requested';
  const running = before.status === 'scheduled' || before.status === 'preparing';
  if (!replan && !running) {
    return { after: sameStatus(before, { ...changes, version }), event: postEvents.DISTRIBUTION_EDITED };
  }
  const counts = replan ? { retryCount: 0, waitCount: 0, error: undefined } : {};
  const isOther = what.newText || !running || changes.scheduledFor !== before.scheduledFor;
  if (isOther && what.approval === 'needed') {
    const asks = { requestedBy: what.asker, approvedBy: undefined, rejection: undefined };
    const noPlan = { dueAt: undefined, wakeAt: undefined };
    const after = nextState(before, 'request', { ...changes, ...released, ...counts, ...asks, ...noPlan, version });
    return { after, event: postEvents.DISTRIBUTION_PUBLISH_REQUESTED };
  }
  const dueAt = replan ? changes.scheduledFor : before.dueAt;
  const wakeAt = replan ? what.wakeAt : before.wakeAt;
  // Editing keeps the pause of the cross-post; setting a time ends it.
  const held = !replan && before.held === 'paused' ? before.held : undefined;
  const approved = isOther && { approvedBy: what.approval === 'given' ? what.asker : undefined, rejection: undefined };
  const after = nextState(
    before,
    'schedule',
    { ...changes, ...released, ...counts, ...approved, held, version, dueAt, wakeAt },
    'be edited',
  );
  return { after, event: replan ? postEvents.DISTRIBUTION_SCHEDULED : postEvents.DISTRIBUTION_EDITED };
}
