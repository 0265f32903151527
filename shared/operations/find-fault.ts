import type { Distribution } from '../posts/model/distribution.ts';
import { nextCheckAt } from '../posts/model/next-check.ts';
import { plannedWakeUp } from '../posts/wake-ups/planned-wake-up.ts';
import { compareWakeUp } from '../posts/wake-ups/wake-up-schedules.ts';
import type { ScheduleFault } from './schedule-fault.ts';

/** A look that is only a little late is on its way. */
const LOOK_GRACE_MS = 60_000;

/** What is wrong with a distribution that something must still happen to; undefined where all is well. */
export async function findFault(state: Distribution, now: number): Promise<ScheduleFault | undefined> {
  const overdue = troubleNow(state, now);
  if (overdue !== undefined) return overdue;
  const planned = plannedWakeUp(state, now);
  if (planned === undefined) return undefined;
  const found = await compareWakeUp(planned);
  if (found === 'missing') return 'NO_WAKE_UP';
  return found === 'wrong' ? 'WRONG_SCHEDULE' : undefined;
}

function troubleNow(state: Distribution, now: number): ScheduleFault | undefined {
  if (state.status === 'unknown') return isPast(state.lookAt, now - LOOK_GRACE_MS) ? 'LOOK_OVERDUE' : undefined;
  // Held posts are looked at again now and then, to be held for longer: nothing is wrong with them.
  if (!isPast(nextCheckAt(state), now) || state.held !== undefined) return undefined;
  return overdueTrouble(state);
}

/** What is wrong with a distribution that somebody should have looked at before. */
export function overdueTrouble({ status, leaseUntil }: Distribution): ScheduleFault {
  if (status === 'unknown') return 'LOOK_OVERDUE';
  if (status === 'scheduled') return 'NO_WAKE_UP';
  return status === 'preparing' && leaseUntil === undefined ? 'NOT_PUBLISHED' : 'LEASE_RAN_OUT';
}

const isPast = (iso: string | undefined, now: number) => iso !== undefined && Date.parse(iso) <= now;
