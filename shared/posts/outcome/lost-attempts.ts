import { readAttempts } from '../model/attempt-items.ts';
import type { Attempt, Distribution } from '../model/distribution.ts';

/**
 * When the first attempt at the same part with no known outcome began: its post may be on the platform, whatever was
 * believed later. Attempts that the platform refused made nothing.
 *
 * @param before only attempts with a lower number count
 * @returns an instant (ISO 8601); undefined where each attempt's outcome is known
 */
export async function firstLostAttempt(state: Distribution, before: number): Promise<string | undefined> {
  const attempts = await readAttempts(state);
  const part = state.thread?.done ?? 0;
  const isLost = (attempt: Attempt) =>
    attempt.number < before && (attempt.part ?? 0) === part && (isOpen(attempt) || attempt.error?.class === 'ABSENT');
  return attempts.find(isLost)?.startedAt;
}

const isOpen = ({ state }: Attempt) => state === 'committing' || state === 'unknown';
