import fc from 'fast-check';

/** What a step is, which says what can go wrong with it. */
export type StepKind = 'start' | 'wait' | 'aws' | 'platform' | 'visible call';

/** In a hundred steps of a kind; the rest goes well. */
const faults = {
  /** Of a worker: delivered, and once more at the same time, or later. Or nothing happens anywhere for a while. */
  start: { twice: 12, again: 8, pause: 5, jump: 1 },
  wait: { die: 5, pause: 15, jump: 2 },
  /** `awsDown`: AWS does not take the call, after all tries of the SDK. */
  aws: { die: 6, dieAfter: 2, awsDown: 3, pause: 6, jump: 2 },
  platform: { die: 6, dieAfter: 6, lost: 6, reset: 4, unavailable: 4, busy: 3, pause: 6 },
  /** `lost`: it takes effect, and its answer does not come. `reset`: it takes none, and fails. `locked`: the account must be reconnected. */
  'visible call': {
    die: 7,
    dieAfter: 9,
    lost: 12,
    reset: 7,
    unavailable: 6,
    busy: 7,
    refused: 3,
    locked: 4,
    pause: 12,
  },
} as const satisfies Record<StepKind, Record<string, number>>;

type NameIn<Kind> = Kind extends StepKind ? keyof (typeof faults)[Kind] : never;
export type StepFault = 'none' | NameIn<StepKind>;

/** How one step is taken. All at 0 is the plain way. */
export interface Choice {
  /** Which of those that could come next; 0 has waited longest. */
  pick: number;
  /** Whether something goes wrong, of a hundred. */
  luck: number;
  /** How long a pause, a jump, or the wait for a second delivery is. */
  seconds: number;
}

export const plainStep: Choice = { pick: 0, luck: 0, seconds: 0 };

export function faultOf(kind: StepKind, { luck }: Choice): StepFault {
  let left = luck;
  for (const [name, share] of Object.entries(faults[kind])) {
    if (left > 100 - share) return name as StepFault;
    left += share;
  }
  return 'none';
}

/** Orders shrink to fewer steps that are chosen, in which less goes wrong; fast-check's own scheduler does not shrink. */
export const choices: fc.Arbitrary<Choice[]> = fc.array(
  fc.record({
    pick: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 3, arbitrary: fc.nat({ max: 6 }) }),
    luck: fc.nat({ max: 100 }),
    seconds: fc.constantFrom(2, 5, 9, 17, 22, 30, 70, 700, 7_200),
  }),
  { maxLength: 120, size: 'max' },
);
