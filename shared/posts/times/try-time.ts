import { retryOnSlotConflict } from '../../calendar/slots/claim-slot.ts';
import { parseRequestedTime } from '../../calendar/times/parse-requested-time.ts';
import { HeraldError } from '../../kernel/herald-error.ts';
import type { ContentProblem } from '../../kernel/problem.ts';
import type { DistributionContent } from '../../platforms/contract/content.ts';
import { contentHash } from '../model/content-hash-items.ts';
import { resolveTime } from './resolve-time.ts';
import type { ResolvedTime, TimeRequest } from './time-request.ts';

type Tried = Omit<TimeRequest, 'post'> & { content: DistributionContent };

/** The time that a post would get; one that would be refused is a problem among the others. Writes nothing. */
export async function tryTime({ content, ...asked }: Tried, problems: ContentProblem[]): Promise<ResolvedTime> {
  try {
    const post = { id: '', contentHash: contentHash(content) };
    return await retryOnSlotConflict(() => resolveTime({ ...asked, post }, problems));
  } catch (error) {
    if (!(error instanceof HeraldError) || (error.code !== 'slot_taken' && error.code !== 'time_conflict')) throw error;
    problems.push(...error.problems);
    const time = parseRequestedTime(asked.scheduledFor, asked.timezone, []);
    return { ...time, slotKey: undefined, actions: [], planned: null };
  }
}
