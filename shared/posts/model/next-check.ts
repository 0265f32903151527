import { HOUR_MS, MINUTE_MS } from '../../kernel/time/durations.ts';
import type { Distribution } from './distribution.ts';

/** EventBridge Scheduler fires within a minute; a wake-up that is not there two minutes later is not coming. */
const WAKE_GRACE_MS = 120_000;
const LEASE_GRACE_MS = 5_000;
const DUE_GRACE_MS = 15_000;
const LOOK_GRACE_MS = 60_000;
/** A long queue takes its time. If the worker that assigns the send times dies, another worker follows it. */
const LINE_GRACE_MS = 600_000;
/** A held post is released by the reconnection; this is for the case that its release was lost. */
const HELD_CHECK_MS = 6 * HOUR_MS;

/**
 * When the sweep must check this state if no worker moves it before. Every state either ends or has such a moment. The
 * moment is never before the state was written: the sweep does not come back to an hour that it has left behind.
 */
export function nextCheckAt(state: Distribution): string | undefined {
  const moment = checkMoment(state);
  if (moment === undefined) return undefined;
  const earliest = Date.parse(state.updatedAt) + LEASE_GRACE_MS;
  return new Date(Math.max(moment, earliest, at(state.checkAfter) ?? 0)).toISOString();
}

/** The sweep reads at least the last hour again each time: an entry may be earlier than the moment that it stands for. */
const MAX_EARLY_MS = HOUR_MS / 2;
/** A lease that ends before the wake-up counts as lost has a check message of its own: the sweep may come to it later. */
const MAX_LATER_MS = MINUTE_MS;

/**
 * Where the attention index has this state: at the moment at which its wake-up would be late, so that the entry stays where
 * it is while workers prepare and publish the post. `nextCheckAt` decides what the sweep does about it: the entry is never
 * so much earlier that the sweep has left it behind, and at most a minute later.
 */
export function attentionAt(state: Distribution): string | undefined {
  const exact = nextCheckAt(state);
  const wakes = at(state.wakeAt);
  if (exact === undefined || wakes === undefined || !isUnderWay(state)) return exact;
  const first = wakes + WAKE_GRACE_MS;
  const early = Date.parse(exact) - first;
  return early >= -MAX_LATER_MS && early <= MAX_EARLY_MS ? new Date(first).toISOString() : exact;
}

/** Goes from its wake-up to its visible call without waiting for anything else. */
function isUnderWay(state: Distribution): boolean {
  if (state.status === 'preparing' || state.status === 'publishing') return true;
  return state.status === 'scheduled' && state.held === undefined && !isQueued(state);
}

function checkMoment(state: Distribution): number | undefined {
  const after = (iso: string | undefined, grace: number) => {
    const moment = at(iso);
    return moment === undefined ? undefined : moment + grace;
  };
  switch (state.status) {
    case 'scheduled':
      // A pause does not expire: the user ends it.
      if (state.held === 'paused') return undefined;
      if (state.held === 'reconnect') return after(state.updatedAt, HELD_CHECK_MS);
      if (isQueued(state)) return after(state.updatedAt, LINE_GRACE_MS);
      return after(state.wakeAt, WAKE_GRACE_MS);
    case 'preparing':
      return state.leaseUntil === undefined
        ? after(state.dueAt, DUE_GRACE_MS)
        : after(state.leaseUntil, LEASE_GRACE_MS);
    case 'publishing':
      return after(state.leaseUntil, LEASE_GRACE_MS);
    case 'unknown':
      return after(state.lookAt, LOOK_GRACE_MS);
    default:
      return undefined;
  }
}

/** Waits for a limit and has no place in the quota yet. */
export function isQueued({ waitingSince, ledgerAt }: Pick<Distribution, 'waitingSince' | 'ledgerAt'>): boolean {
  return waitingSince !== undefined && ledgerAt === undefined;
}

const at = (iso: string | undefined) => (iso === undefined ? undefined : Date.parse(iso));
