import { HeraldError } from '../../kernel/herald-error.ts';
import type { Distribution, DistributionStatus } from './distribution.ts';
import { type FieldOf, inconsistencies, type Part, parts, partsNever } from './status-parts.ts';

export interface Transition {
  from: readonly DistributionStatus[];
  to: DistributionStatus;
  /** Taken away, beside what the new status never has (`status-parts.ts`). */
  clears?: readonly Part[];
  /** Stays, by the status before, although the row clears it. */
  keeps?: Partial<Record<DistributionStatus, readonly Part[]>>;
  /** What the caller gives with the move. */
  requires?: readonly Part[];
  sets?: Partial<Distribution>;
  /** A new version of the plan: messages and wake-ups of the old one fall away. */
  newPlan?: true;
  /** Tries are counted from the start again, and the last error is forgotten. */
  fresh?: true;
}

const waits = ['place', 'queue'] as const;
const planned = ['draft', 'publish_requested', 'scheduled', 'preparing', 'failed', 'cancelled', 'missed'] as const;

/** Every legal move of a distribution. Nothing writes a status that is not the target of one of these. */
export const moves = {
  /** A user asks for a plan that another user has to approve. */
  request: { from: planned, to: 'publish_requested', newPlan: true, fresh: true },
  approve: { from: ['publish_requested'], to: 'scheduled', requires: ['due'], newPlan: true, fresh: true },
  reject: { from: ['publish_requested'], to: 'draft', clears: ['time', 'slot', 'error'], newPlan: true },
  /** A new time, from which the tries begin anew. */
  schedule: {
    from: planned,
    to: 'scheduled',
    clears: [...waits, 'hold'],
    requires: ['due'],
    newPlan: true,
    fresh: true,
  },
  /** Another text or other labels at the same time. */
  revise: { from: ['scheduled', 'preparing'], to: 'scheduled', clears: [...waits, 'hold'], newPlan: true },
  unschedule: { from: ['scheduled', 'preparing', 'publish_requested'], to: 'draft', newPlan: true },

  /** A worker begins the invisible work. */
  prepare: { from: ['scheduled', 'preparing'], to: 'preparing', requires: ['lease', 'prepared'] },
  finishPreparing: { from: ['preparing'], to: 'preparing', clears: ['lease'] },
  /** A limit of the account is met: the post waits for a send time. */
  joinQueue: {
    from: ['scheduled', 'preparing'],
    to: 'scheduled',
    clears: ['place'],
    requires: ['queue'],
    newPlan: true,
  },
  /** The post leaves the queue with a new due moment. */
  assignSendTime: { from: ['scheduled'], to: 'scheduled', clears: waits, requires: ['due'], newPlan: true },
  waitForReconnect: {
    from: ['scheduled', 'preparing', 'publishing'],
    to: 'scheduled',
    clears: waits,
    sets: { held: 'reconnect' },
    newPlan: true,
  },
  /** The account is connected again. */
  release: { from: ['scheduled'], to: 'scheduled', clears: ['hold', 'error'], newPlan: true },
  /** Its cross-post is paused, and resumed. */
  pause: {
    from: ['scheduled', 'preparing'],
    to: 'scheduled',
    clears: waits,
    sets: { held: 'paused' },
    newPlan: true,
  },
  resume: { from: ['scheduled'], to: 'scheduled', clears: [...waits, 'hold'], newPlan: true },
  /** It is later than its late policy allows: not sent, or only after the user agrees. */
  miss: { from: ['scheduled', 'preparing'], to: 'missed', requires: ['error'], newPlan: true },
  askWhetherLate: { from: ['scheduled', 'preparing'], to: 'publish_requested', requires: ['error'], newPlan: true },

  /** The attempt is on record, and the visible call follows. */
  attempt: { from: ['scheduled', 'preparing'], to: 'publishing', requires: ['lease'] },
  renewLease: { from: ['publishing'], to: 'publishing', requires: ['lease'] },
  /** A part of a thread is published, and another run sends the next. */
  continueThread: {
    from: ['publishing', 'unknown'],
    to: 'scheduled',
    clears: ['error'],
    requires: ['due', 'thread'],
    newPlan: true,
  },
  succeed: { from: ['publishing', 'unknown'], to: 'published' },
  fail: { from: ['scheduled', 'preparing', 'publishing', 'unknown'], to: 'failed', requires: ['error'] },
  /** It is tried again at a later moment. */
  postpone: {
    from: ['scheduled', 'preparing', 'publishing', 'unknown'],
    to: 'scheduled',
    clears: [...waits, 'hold'],
    requires: ['due'],
    newPlan: true,
  },
  markOutcomeUnknown: { from: ['publishing'], to: 'unknown', requires: ['error'] },
  lookUpAgain: { from: ['unknown'], to: 'unknown', requires: ['nextLook'] },
  /** The reconciler stops asking the platform: the user decides. */
  giveUpLookup: { from: ['unknown'], to: 'unknown', clears: ['nextLook'] },

  cancel: {
    from: ['draft', 'publish_requested', 'scheduled', 'preparing', 'failed', 'missed'],
    to: 'cancelled',
    newPlan: true,
  },
  /** What surely is not on the platform is tried again at once. */
  retry: { from: ['failed', 'missed'], to: 'scheduled', requires: ['due'], newPlan: true, fresh: true },
  archive: {
    from: ['draft', 'published', 'failed', 'missed', 'cancelled', 'unknown'],
    to: 'archived',
    clears: ['slot'],
    keeps: { published: ['slot'] },
    newPlan: true,
  },
} as const satisfies Record<string, Transition>;

export type Move = keyof typeof moves;

type Changes = Partial<Omit<Distribution, 'id' | 'tenantId' | 'status' | 'revision' | 'updatedAt'>>;
type RequiredParts<Name extends Move> = (typeof moves)[Name] extends { requires: readonly (infer One extends Part)[] }
  ? One
  : never;
/** What a move needs from its caller, and whatever else the caller changes with it. */
export type ChangesFor<Name extends Move> = Omit<Changes, FieldOf<RequiredParts<Name>>> &
  Required<{ [Field in FieldOf<RequiredParts<Name>>]: NonNullable<Distribution[Field]> }>;

export function isLegal(status: DistributionStatus, move: Move): boolean {
  return (moves[move].from as readonly DistributionStatus[]).includes(status);
}

/**
 * The state after a legal move: the one way to make a state of another status. `undefined` in `changes` takes a field
 * away.
 *
 * @throws HeraldError `illegal_move`; Error where the caller gives less than the new status needs
 */
export function nextState<Name extends Move>(
  before: Distribution,
  move: Name,
  changes: ChangesFor<Name>,
  action: string = move,
): Distribution {
  assertLegal(before, move, action);
  const { to, clears = [], keeps, sets, newPlan, fresh }: Transition = moves[move];
  const kept = keeps?.[before.status] ?? [];
  const cleared = [...partsNever(to), ...clears].filter((part) => !kept.includes(part));
  const after = withChanges(before, {
    ...Object.fromEntries(cleared.flatMap((part) => parts[part].map((field) => [field, undefined]))),
    ...(fresh && { retryCount: 0, waitCount: 0, error: undefined }),
    ...(newPlan && { version: before.version + 1 }),
    ...sets,
    ...(changes as Changes),
    status: to,
  });
  assertConsistent(after, `The move "${move}"`);
  return after;
}

/** The same status with other content, e.g. an edit of a draft. */
export function sameStatus(before: Distribution, changes: Changes): Distribution {
  const after = withChanges(before, changes);
  assertConsistent(after, 'A change');
  return after;
}

/** @throws Error where a state has not what its status needs, or has what it never has: a fault of ours */
export function assertConsistent(state: Distribution, what: string): void {
  const wrong = inconsistencies(state);
  if (wrong.length > 0) throw new Error(`${what} of distribution ${state.id} (${state.status}): ${wrong.join(', ')}.`);
}

function withChanges(before: Distribution, changes: Changes & { status?: DistributionStatus }): Distribution {
  const updatedAt = new Date().toISOString();
  return { ...before, checkAfter: undefined, ...changes, revision: before.revision + 1, updatedAt };
}

const reasons: Partial<Record<DistributionStatus, string>> = {
  published: 'It is published already. What is on the platform is changed or deleted there.',
  publishing: 'It is being published at this moment. Wait a few seconds and read it again.',
  unknown:
    'Whether it was published is not known: Herald asks the platform, or you say it with POST /api/v1/distributions/{id}/resolve.',
  archived: 'It is archived. Create a new distribution instead.',
  cancelled: 'It was cancelled. Give it a new time with PATCH, or create a new distribution.',
};

/** @throws HeraldError `illegal_move` that says why and what would be possible */
export function assertLegal(distribution: Pick<Distribution, 'id' | 'status'>, move: Move, action: string): void {
  if (isLegal(distribution.status, move)) return;
  throw new HeraldError(
    'illegal_move',
    `Distribution ${distribution.id} cannot ${action}: its status is "${distribution.status}".`,
    {
      remedy: reasons[distribution.status] ?? `This is possible from: ${moves[move].from.join(', ')}.`,
      extra: { currentStatus: distribution.status },
    },
  );
}
