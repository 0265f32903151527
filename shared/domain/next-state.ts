import type { Distribution } from './distribution.ts';
import { assertLegal, type Move, moves } from './distribution-moves.ts';

/** EventBridge Scheduler fires within a minute; a wake-up that is not there two minutes later is not coming. */
const WAKE_GRACE_MS = 120_000;
const LEASE_GRACE_MS = 5_000;
const DUE_GRACE_MS = 15_000;

type Changes = Partial<Omit<Distribution, 'id' | 'tenantId' | 'status' | 'revision' | 'updatedAt'>>;

/**
 * The state after a legal move: the one way to make a new state. `undefined` in `changes` takes a field away.
 *
 * @throws HeraldError `illegal_move`
 */
export function nextState(before: Distribution, move: Move, changes: Changes, action: string = move): Distribution {
  assertLegal(before, move, action);
  return withChanges(before, { ...changes, status: moves[move].to });
}

/** The same status with other content, e.g. an edit of a draft. */
export function sameStatus(before: Distribution, changes: Changes): Distribution {
  return withChanges(before, changes);
}

function withChanges(before: Distribution, changes: Changes & { status?: Distribution['status'] }): Distribution {
  return { ...before, ...changes, revision: before.revision + 1, updatedAt: new Date().toISOString() };
}

/** When somebody must look at this state if nobody moves it before: every state either ends or has such a moment. */
export function nextCheckAt(state: Distribution): string | undefined {
  const at = (iso: string | undefined, grace: number) =>
    iso === undefined ? undefined : new Date(Date.parse(iso) + grace).toISOString();
  switch (state.status) {
    case 'scheduled':
      return at(state.wakeAt, WAKE_GRACE_MS);
    case 'preparing':
      return state.leaseUntil === undefined ? at(state.dueAt, DUE_GRACE_MS) : at(state.leaseUntil, LEASE_GRACE_MS);
    case 'publishing':
      return at(state.leaseUntil, LEASE_GRACE_MS);
    default:
      return undefined;
  }
}
