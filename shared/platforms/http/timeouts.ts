/**
 * The one visible call gives up after this long, well inside the publisher's own 15 seconds, so that there is time left
 * to record that the outcome is unknown.
 */
const VISIBLE_CALL_TIMEOUT_MS = 10_000;

/** Ends with the context's own signal or after the visible call's time, whichever is first. */
export function visibleCallSignal(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(VISIBLE_CALL_TIMEOUT_MS)]);
}
