import * as z from 'zod';
import { MINUTE_MS } from '../../kernel/time/durations.ts';
import { isoInstant } from '../../kernel/time/local-time.ts';
import { slotKey } from '../slots/slot.ts';
import { type FreeTimeAsk, freeTimes } from './free-times.ts';

/** Three times five minutes apart would be one proposal. */
const APART_MS = 15 * MINUTE_MS;

export const proposalSchema = z.object({
  at: z.iso.datetime(),
  /** The key of the open slot at that time, if it is a slot's. */
  slotKey: z.string().optional(),
});
export type Proposal = z.infer<typeof proposalSchema>;

export interface Proposals {
  /** The nearest free times before and after, in order of nearness. */
  nearest: Proposal[];
  /** The first free one after the asked time. */
  next: Proposal | undefined;
}

/**
 * Free times near `at`. Who asked for a slot is shown free slots first, and other times only where those do not reach.
 * Each proposal is checked on its own: taking one may make another too near.
 */
export function proposeTimes(ask: FreeTimeAsk & { at: string; count?: number }): Proposals {
  const asked = Date.parse(ask.at);
  const count = ask.count ?? 3;
  const free = freeTimes(ask);
  const apart = Math.max(APART_MS, (ask.limits.minIntervalMinutes ?? 0) * MINUTE_MS);
  const byNearness = (a: number, b: number) => Math.abs(a - asked) - Math.abs(b - asked) || b - a;

  const slotTimes = free.slots.map(({ instant }) => Date.parse(instant)).filter((at) => at !== asked);
  const wantsSlot = ask.slots.some(({ key }) => key === slotKey(asked));
  const slots = wantsSlot ? [...slotTimes].sort(byNearness).slice(0, count) : [];

  const after = walk(free.next, asked + 1, apart, count);
  const before = walk(free.previous, asked - 1, -apart, count);
  const others = [...before, ...after].sort(byNearness).filter((at) => !slots.includes(at));
  const isSlot = new Set(slotTimes);
  const proposal = (at: number): Proposal => ({
    at: isoInstant(at),
    ...(isSlot.has(at) && { slotKey: slotKey(at) }),
  });

  const nextSlot = wantsSlot ? slotTimes.find((at) => at > asked) : undefined;
  const next = nextSlot ?? after[0];
  return {
    nearest: [...slots, ...others].slice(0, count).map(proposal),
    next: next === undefined ? undefined : proposal(next),
  };
}

function walk(find: (at: number) => number | undefined, start: number, step: number, count: number): number[] {
  const found: number[] = [];
  for (let at = find(start); at !== undefined && found.length < count; at = find(at + step)) found.push(at);
  return found;
}
