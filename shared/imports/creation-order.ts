import { isFoundTime } from '../calendar/times/found-time.ts';
import { parseRequestedTime } from '../calendar/times/parse-requested-time.ts';
import type { NewDistribution } from '../posts/model/distribution-input.ts';

interface Row {
  input: NewDistribution;
}

/**
 * Rows in the order of their creation. First those whose outcome depends on no other row of the file: they can be created
 * at the same time. Then, one by one in the order of the file, those that depend on what was created before: their time
 * has to be found, or they have an `onConflict`, or an earlier row asks for the same minute, where only one slot can be.
 */
export function creationOrder<One extends Row>(rows: One[]): { independent: One[]; inOrder: One[] } {
  const minutes = new Set<string>();
  const independent: One[] = [];
  const inOrder: One[] = [];
  for (const row of rows) {
    const { scheduledFor, timezone, onConflict, platformId } = row.input;
    const isOpen = isFoundTime(scheduledFor) || (scheduledFor !== undefined && onConflict !== undefined);
    const at = isOpen ? undefined : parseRequestedTime(scheduledFor, timezone, []).scheduledFor;
    const minute = at && `${platformId} ${at.slice(0, 16)}`;
    if (isOpen || (minute !== undefined && minutes.has(minute))) inOrder.push(row);
    else independent.push(row);
    if (minute !== undefined) minutes.add(minute);
  }
  return { independent, inOrder };
}
