import { queryPartition } from '../../kernel/table/read.ts';
import { type Attempt, attemptSchema, type Distribution } from '../model/distribution.ts';
import { distributionPk, postPrefixes } from '../model/keys.ts';

/**
 * When the first attempt at the same part with no known outcome began: its post may be on the platform, whatever was
 * believed later. Attempts that the platform refused made nothing.
 *
 * @param before only attempts with a lower number count
 * @returns an instant (ISO 8601); undefined where each attempt's outcome is known
 */
export async function firstLostAttempt(
  { tenantId, id, thread }: Distribution,
  before: number,
): Promise<string | undefined> {
  const items = await queryPartition({ pk: distributionPk(tenantId, id), prefix: postPrefixes.attempt });
  const part = thread?.done ?? 0;
  const isLost = (attempt: Attempt) =>
    attempt.number < before && (attempt.part ?? 0) === part && (isOpen(attempt) || attempt.error?.class === 'ABSENT');
  return items.map((item) => attemptSchema.parse(item)).find(isLost)?.startedAt;
}

const isOpen = ({ state }: Attempt) => state === 'committing' || state === 'unknown';
