import type { Distribution } from '../posts/model/distribution.ts';
import { nextCheckAt } from '../posts/model/next-check.ts';
import { plannedWakeUp } from '../posts/wake-ups/planned-wake-up.ts';
import { compareWakeUp } from '../posts/wake-ups/wake-up-schedules.ts';
import type { ScheduleFault } from './schedule-fault.ts';

/** A lookup that is less than a minute late is being done. */
const LOOK_GRACE_MS = 60_000;

/** What is wrong with a distribution that has to be published or looked up; undefined where nothing is. */
export async function findFault(state: Distribution, now: number): Promise<ScheduleFault | undefined> {
  const overdue = faultNow(state, now);
  if (overdue !== undefined) return overdue;
  const planned = plannedWakeUp(state, now);
  if (planned === undefined) return undefined;
  const found = await compareWakeUp(planned);
  if (found === 'missing') return 'NO_WAKE_UP';
  return found === 'wrong' ? 'WRONG_SCHEDULE' : undefined;
}

function faultNow(state: Distribution, now: number): ScheduleFault | undefined {
  if (state.status === 'unknown') return isPast(state.lookAt, now - LOOK_GRACE_MS) ? 'LOOK_OVERDUE' : undefined;
  // A held post is checked now and then, and held for longer: nothing is wrong with it.
  if (!isPast(nextCheckAt(state), now) || state.held !== undefined) return undefined;
  return faultOfOverdue(state);
}

/** What is wrong with a distribution that no worker has taken up in time. */
export function faultOfOverdue({ status, leaseUntil }: Distribution): ScheduleFault {
  if (status === 'unknown') return 'LOOK_OVERDUE';
  if (status === 'scheduled') return 'NO_WAKE_UP';
  return status === 'preparing' && leaseUntil === undefined ? 'NOT_PUBLISHED' : 'LEASE_RAN_OUT';
}

const isPast = (iso: string | undefined, now: number) => iso !== undefined && Date.parse(iso) <= now;
