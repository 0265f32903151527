import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { vi } from 'vitest';
import { LIMITS, type LimitMessage } from '../../../../shared/kernel/time/time-limit.ts';
import type { Interleaving } from './interleaving.ts';

/** When the time of a call is up, by the signal that it was given: in true time, milliseconds. */
const deadlines = new WeakMap<AbortSignal, number>();

export const deadlineOf = (signal: AbortSignal | null | undefined) => (signal ? deadlines.get(signal) : undefined);

/** Signals that time out when the test's time has come; `practice-fetch.ts` asks for it. */
export function spyOnTimeouts(running: () => Interleaving): void {
  const signal = (deadline: number) => {
    const made = new AbortController().signal;
    deadlines.set(made, deadline);
    return made;
  };
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => signal(running().now + ms));
  vi.spyOn(AbortSignal, 'any').mockImplementation((signals) =>
    signal(Math.min(...[...signals].map((one) => deadlineOf(one) ?? Number.POSITIVE_INFINITY))),
  );
}

/** Has the time limits of one run's calls go by its time. @returns ends that */
export function watchLimits(run: Interleaving): () => void {
  const onLimit = (message: unknown) => {
    const { kind, limit } = message as LimitMessage;
    const outer = deadlineOf(limit.outer) ?? Number.POSITIVE_INFINITY;
    if (kind === 'began') deadlines.set(limit.signal, Math.min(run.now + limit.milliseconds, outer));
  };
  subscribe(LIMITS, onLimit);
  return () => void unsubscribe(LIMITS, onLimit);
}
