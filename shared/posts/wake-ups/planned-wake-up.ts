import type { Distribution } from '../model/distribution.ts';
import { isQueued } from '../model/next-check.ts';
import { refOf } from '../model/publication-ref.ts';
import { QUEUE_HORIZON_MS, SCHEDULER_LEAD_MS } from '../publishing/publish-timing.ts';
import type { WakeUp } from './wake-up-schedules.ts';

/** Scheduler may refuse a time that has passed by the time it is asked: what fires sooner than this goes to the queue. */
const MIN_SCHEDULE_MS = 60_000;

/** The schedule that a distribution must have now; undefined where it waits in the queue, for a limit, or for nothing. */
export function plannedWakeUp(state: Distribution, now: number): WakeUp | undefined {
  if (state.status !== 'scheduled' || state.dueAt === undefined || state.wakeAt === undefined) return undefined;
  if (state.held !== undefined || isQueued(state)) return undefined;
  const due = Date.parse(state.dueAt);
  const fire = Math.min(Date.parse(state.wakeAt), due - SCHEDULER_LEAD_MS);
  if (due - now <= QUEUE_HORIZON_MS || fire - now <= MIN_SCHEDULE_MS) return undefined;
  return { ref: refOf(state), at: new Date(fire).toISOString() };
}
