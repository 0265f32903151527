import { channel } from 'node:diagnostics_channel';

/** A limit that runs, for those who have time pass in tests. */
export interface RunningLimit {
  signal: AbortSignal;
  milliseconds: number;
  outer: AbortSignal | undefined;
  /** Ends it as if its time was over. */
  expire(): void;
}
export type LimitMessage = { kind: 'began' | 'ended'; limit: RunningLimit };

export const LIMITS = 'herald:time-limit';
const limits = channel(LIMITS);

/**
 * Ends work by a signal after a time, or when an outer signal does. Its owner says when the work is `done`: a timer that
 * fires for nothing costs a function more than the work's own bookkeeping.
 */
export function timeLimit(milliseconds: number, outer?: AbortSignal): { signal: AbortSignal; done(): void } {
  const controller = new AbortController();
  const expire = () => controller.abort(new DOMException('The work took longer than it may.', 'TimeoutError'));
  const timer = setTimeout(expire, milliseconds);
  // Work that is never done keeps no process alive.
  timer.unref();
  const follow = () => controller.abort(outer?.reason);
  if (outer?.aborted) follow();
  else outer?.addEventListener('abort', follow, { once: true });
  const limit: RunningLimit = { signal: controller.signal, milliseconds, outer, expire };
  if (limits.hasSubscribers) limits.publish({ kind: 'began', limit } satisfies LimitMessage);
  return {
    signal: controller.signal,
    done() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', follow);
      if (limits.hasSubscribers) limits.publish({ kind: 'ended', limit } satisfies LimitMessage);
    },
  };
}
