/**
 * Ends work by a signal after a time, or when an outer signal does. Its owner says when the work is `done`: a timer that
 * fires for nothing costs a function more than the work's own bookkeeping.
 */
export function timeLimit(milliseconds: number, outer?: AbortSignal): { signal: AbortSignal; done(): void } {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new DOMException('The work took longer than it may.', 'TimeoutError')),
    milliseconds,
  );
  // Work that is never done keeps no process alive.
  timer.unref();
  const follow = () => controller.abort(outer?.reason);
  if (outer?.aborted) follow();
  else outer?.addEventListener('abort', follow, { once: true });
  return {
    signal: controller.signal,
    done() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', follow);
    },
  };
}
