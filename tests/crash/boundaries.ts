/** A moment at which a fault can strike. */
export interface Boundary {
  /** Construct of the function that calls or is called. */
  functionName: string;
  kind: BoundaryKind;
  /** E.g. `dynamodb TransactWriteItems`, `x POST /2/tweets`, `queue`. */
  what: string;
  moment: 'before' | 'after';
  /** Whatever is sent, to find the post that it is about. */
  text: string;
}

/** `visible` is the call that makes a post public. */
export type BoundaryKind = 'aws' | 'platform' | 'visible' | 'delivery';

/** Boundaries are counted by function and kind: `Publish aws`. */
export type Place = `${string} ${BoundaryKind}`;

export const placeOf = ({ functionName, kind }: Boundary): Place => `${functionName} ${kind}`;

/**
 * Where faults strike: how often each place is chosen, and about how many boundaries of it one post passes. Calls of the
 * platform are few and matter most, so that a choice among all boundaries alike would hardly ever meet one.
 */
export const places: Record<Place, { weight: number; perPost: number }> = {
  'Publish aws': { weight: 25, perPost: 16 },
  'Publish visible': { weight: 25, perPost: 2 },
  'Publish platform': { weight: 12, perPost: 1.5 },
  'Publish delivery': { weight: 10, perPost: 2.4 },
  'Wake aws': { weight: 6, perPost: 3 },
  'Wake platform': { weight: 4, perPost: 0.4 },
  'Wake delivery': { weight: 4, perPost: 0.4 },
  'SyncSchedules aws': { weight: 8, perPost: 2 },
  'SyncSchedules delivery': { weight: 4, perPost: 3 },
  'Sweep aws': { weight: 3, perPost: 8 },
  'Distributions aws': { weight: 5, perPost: 6 },
  'Authorizer aws': { weight: 1, perPost: 0.2 },
  'Relay aws': { weight: 3, perPost: 6 },
  'Relay delivery': { weight: 2, perPost: 3 },
};
