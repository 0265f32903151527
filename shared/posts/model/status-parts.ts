import type { Distribution, DistributionStatus } from './distribution.ts';

/** Fields of a state that come and go together. */
export const parts = {
  /** The next visible call, and when the worker is woken for it. */
  due: ['dueAt', 'wakeAt'],
  /** A worker has the state until then. */
  lease: ['leaseUntil'],
  /** The place that is reserved in the account's quota. */
  place: ['ledgerAt'],
  /** Waits in the account's queue since then. */
  queue: ['waitingSince'],
  /** Waits for a reconnection, or for the end of a pause. */
  hold: ['held'],
  /** The platform is asked about the outcome. */
  lookup: ['lookAt', 'lookCount'],
  /** The next of these questions. */
  nextLook: ['lookAt'],
  /** Whose word the plan goes by. */
  approval: ['approvedBy'],
  /** Why it was sent back to be a draft. */
  rejection: ['rejection'],
  /** The time that the user asked for; its zone stays. */
  time: ['scheduledFor', 'localTime'],
  /** The slot of the calendar. */
  slot: ['slotKey'],
  /** The parts of a thread that are published. */
  thread: ['thread'],
  /** What is prepared at the platform. */
  prepared: ['preparedText'],
  /** The last failure. */
  error: ['error'],
} as const satisfies Record<string, readonly (keyof Distribution)[]>;

export type Part = keyof typeof parts;
export type FieldOf<Name extends Part> = (typeof parts)[Name][number];

/** A state that has the fields of a part. */
export type With<Name extends Part> = Distribution & {
  [Field in FieldOf<Name>]-?: NonNullable<Distribution[Field]>;
};

/**
 * The state with the fields of a part that its status always has, so that no caller asserts them by hand.
 *
 * @throws Error where a field is missing: the state was written by something else than a move
 */
export function withPart<Name extends Part>(state: Distribution, part: Name): With<Name> {
  const missing = parts[part].filter((field) => state[field] === undefined);
  if (missing.length === 0) return state as With<Name>;
  throw new Error(`Distribution ${state.id} is ${state.status} and lacks ${missing.join(', ')}.`);
}

interface StatusRule {
  meaning: string;
  /** Every state of this status has these. */
  has: readonly Part[];
  /** A state of this status may have these. What is in neither list, it never has. */
  may: readonly Part[];
}

const anyStatus = ['time', 'slot', 'thread', 'prepared', 'error'] as const satisfies Part[];

/** Which parts a state has, by its status. A move takes away whatever its new status never has. */
export const statusParts = {
  draft: { meaning: 'Is only stored. No worker sends it.', has: [], may: [...anyStatus, 'rejection'] },
  publish_requested: { meaning: 'Waits for a user to approve it. No worker finds it.', has: [], may: anyStatus },
  scheduled: {
    meaning: 'Goes out at its due moment, or waits for its account or its cross-post.',
    has: ['due'],
    may: [...anyStatus, 'place', 'queue', 'hold', 'approval'],
  },
  preparing: {
    meaning: 'A worker makes invisible preparations at the platform, or has made them.',
    has: ['due'],
    may: [...anyStatus, 'lease', 'place', 'queue', 'approval'],
  },
  publishing: {
    meaning: 'A worker makes the visible call.',
    has: ['due', 'lease'],
    may: [...anyStatus, 'approval'],
  },
  unknown: {
    meaning: 'The visible call had no answer. Herald asks the platform; after the last lookup the user decides.',
    has: ['due'],
    may: [...anyStatus, 'lookup', 'nextLook', 'approval'],
  },
  published: { meaning: 'It is on the platform.', has: [], may: ['time', 'slot', 'approval'] },
  failed: {
    meaning: 'It is not on the platform, and no worker tries again. The due moment is that of the last try.',
    has: ['error'],
    may: [...anyStatus, 'due', 'approval'],
  },
  missed: {
    meaning: 'It was later than its late policy allows, and was not sent.',
    has: ['error'],
    may: anyStatus,
  },
  cancelled: { meaning: 'A person took it off the schedule.', has: [], may: ['time', 'thread', 'error', 'rejection'] },
  archived: {
    meaning: 'It is out of sight. Its record stays.',
    has: [],
    may: ['time', 'slot', 'thread', 'error', 'rejection', 'approval'],
  },
} as const satisfies Record<DistributionStatus, StatusRule>;

/** The parts that a state of this status never has. */
export function partsNever(status: DistributionStatus): Part[] {
  const { has, may }: StatusRule = statusParts[status];
  return (Object.keys(parts) as Part[]).filter((part) => !has.includes(part) && !may.includes(part));
}

/** The fields that a state should have by its status and has not, and those that it has and should not. */
export function inconsistencies(state: Distribution): string[] {
  const { has }: StatusRule = statusParts[state.status];
  const missing = has.flatMap((part) => parts[part]).filter((field) => state[field] === undefined);
  const left = partsNever(state.status).flatMap((part) => parts[part]);
  const extra = left.filter((field) => state[field] !== undefined);
  return [...missing.map((field) => `${field} is missing`), ...new Set(extra.map((field) => `${field} is left`))];
}
