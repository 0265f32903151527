import { getItem } from '../../kernel/table/read.ts';
import { calendarKeys } from '../keys.ts';
import { type TimingPattern, timingPatternSchema } from './timing-pattern.ts';

/** What is learned of a platform's good hours; undefined until there is something. */
export async function readTimingPattern(tenantId: string, platformId: string): Promise<TimingPattern | undefined> {
  const item = await getItem(calendarKeys.pattern(tenantId, platformId, 'timing', 'optimal_posting_times'));
  return item && timingPatternSchema.parse(item);
}
