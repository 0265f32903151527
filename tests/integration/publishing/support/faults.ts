import fc from 'fast-check';

/** What can go wrong with one step, where it applies; elsewhere the step is taken as it is. */
const faults = {
  none: 14,
  /** The worker dies before the step; nothing that it would have done after it is done. */
  die: 3,
  /** The call takes effect at the platform, and its answer, or the worker, is lost. */
  lost: 3,
  dieAfter: 2,
  /** The call does not take effect, and fails. */
  reset: 2,
  unavailable: 1,
  busy: 1,
  refused: 1,
  /** AWS does not take the call, after all tries of the SDK. */
  awsDown: 1,
  /** Delivered, and once more at the same time, or later. */
  twice: 3,
  again: 2,
  /** Nothing happens anywhere for a while. */
  pause: 3,
  /** The clock of all functions jumps ahead, and stays there. */
  jump: 1,
} as const;
export type StepFault = keyof typeof faults;

/** How one step is taken. `pick` chooses among what could come next, 0 being what has waited longest. */
export interface Choice {
  pick: number;
  fault: StepFault;
  /** How long a pause, a jump, or the wait for a second delivery is. */
  seconds: number;
}

export const plainStep: Choice = { pick: 0, fault: 'none', seconds: 0 };

const weighted = Object.entries(faults).flatMap(([name, weight]) => Array<StepFault>(weight).fill(name as StepFault));

/** Orders shrink to fewer steps that are chosen, in which less goes wrong; fast-check's own scheduler does not shrink. */
export const choices: fc.Arbitrary<Choice[]> = fc.array(
  fc.record({
    pick: fc.nat({ max: 6 }),
    fault: fc.constantFrom(...weighted),
    seconds: fc.constantFrom(2, 9, 22, 70, 700, 7_200, 22_000),
  }),
  { maxLength: 90, size: 'max' },
);
