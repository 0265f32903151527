import { deleteWakeUp, putWakeUp } from '../cloud/scheduler.ts';
import type { Distribution } from '../domain/distribution.ts';
import { refOf } from '../domain/publication-ref.ts';
import { enqueuePublication } from './enqueue-publication.ts';
import { QUEUE_HORIZON_MS, SCHEDULER_LEAD_MS } from './publish-timing.ts';

/** Scheduler may refuse a time that has passed by the time it is asked. */
const SOONEST_SCHEDULE_MS = 60_000;
/** While it is prepared, a post may come so near to its time that the same message makes the visible call. */
const NEAR_MS = 30_000;

/**
 * Makes the wake-up match a changed distribution: a schedule for what lies ahead, a queue message for the next minutes,
 * nothing for what is no longer scheduled. Running it again does no harm.
 */
export async function syncSchedule(before: Distribution | undefined, after: Distribution | undefined): Promise<void> {
  if (after === undefined || after.status !== 'scheduled') {
    if (before?.status !== 'scheduled') return;
    // A post that moved on by itself was woken by its schedule, which is gone by now; any other end leaves one behind.
    const movedOn = after?.status === 'preparing' || after?.status === 'publishing';
    if (!movedOn) await deleteWakeUp(before.id);
    return;
  }
  if (before?.status === 'scheduled' && before.version === after.version) return;
  const due = Date.parse(after.dueAt!);
  const wake = Date.parse(after.wakeAt!);
  const fire = Math.min(wake, due - SCHEDULER_LEAD_MS);
  if (due - Date.now() > QUEUE_HORIZON_MS && fire - Date.now() > SOONEST_SCHEDULE_MS) {
    return putWakeUp({ ref: refOf(after), at: new Date(fire).toISOString() });
  }
  if (before?.status === 'scheduled') await deleteWakeUp(after.id);
  const at = Math.max(wake, Date.now());
  await enqueuePublication({ ref: refOf(after), at, hop: 0, visibleAt: due - at <= NEAR_MS ? due : undefined });
}
