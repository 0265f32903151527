import type { Delivery, FunctionCall } from '../../infra/local/faults/fault-plan.ts';
import { mayConflict } from './aws-faults.ts';
import type { Random } from './random.ts';

export type AwsKind = 'kill' | 'drop' | 'throttle' | 'serverError' | 'conflict' | 'clock';
export type PlatformKind = 'kill' | 'reset' | 'hang' | 'rateLimit' | 'serverError' | 'clock';
export type DeliveryKind = 'twice' | 'again' | 'later' | 'clock';
export type FaultKind = AwsKind | PlatformKind | DeliveryKind;

/**
 * What may go wrong where, and how often each is chosen. None of these makes a platform refuse a post for good, and a run
 * has fewer of them than a post has tries: a post that ends as `failed` or `missed` is lost.
 */
export function awsFault(call: FunctionCall, random: Random): AwsKind {
  if (call.moment === 'after') return random.pickWeighted({ kill: 5, drop: 2, serverError: 2, clock: 1 });
  const conflict = mayConflict(call) ? 3 : 0;
  return random.pickWeighted({ kill: 4, drop: 1, serverError: 1, throttle: 2, conflict, clock: 1 });
}

export function platformFault(moment: 'before' | 'after', random: Random): PlatformKind {
  if (moment === 'after') return random.pickWeighted({ kill: 3, reset: 2, hang: 2, serverError: 2, clock: 1 });
  return random.pickWeighted({ kill: 2, reset: 2, hang: 2, serverError: 2, rateLimit: 2, clock: 1 });
}

export function deliveryFault(source: Delivery['source'], random: Random): DeliveryKind {
  if (source === 'queue') return random.pickWeighted({ twice: 3, again: 2, later: 3, clock: 1 });
  return random.pickWeighted({ twice: 3, clock: 1 });
}
