import { type ExpandedSlots, expandSlots } from '../calendar/rules/expand-slots.ts';
import type { CalendarSlot } from '../calendar/slots/calendar-slot.ts';
import { readSlotRules, readSlots } from '../calendar/slots/slot-items.ts';
import { lists } from '../kernel/table/keys.ts';
import { type ListEntry, listItems, queryList } from '../kernel/table/read.ts';
import { MINUTE_MS, startOfMinute } from '../kernel/time/local-time.ts';
import type { Distribution } from '../posts/model/distribution.ts';
import { readDistributions } from '../posts/model/distribution-items.ts';
import { fromSeriesItem } from '../series/series-items.ts';
import { seriesPlan } from '../series/series-plan.ts';
import type { CalendarRepeat } from './calendar-repeat.ts';

/** One platform's slots with `from <= instant < to` (milliseconds), those of rules made for this range. */
export async function readSlotsOf(
  tenantId: string,
  platformId: string,
  from: number,
  to: number,
): Promise<ExpandedSlots> {
  const [rules, slots] = await Promise.all([
    readSlotRules(tenantId, platformId),
    readSlots(tenantId, platformId, from, to),
  ]);
  return expandSlots({ rules, slots, from, to });
}

/** The slot of the minute that `at` lies in. */
export async function readSlotAt(tenantId: string, platformId: string, at: number): Promise<CalendarSlot | undefined> {
  const minute = startOfMinute(at);
  const { slots } = await readSlotsOf(tenantId, platformId, minute, minute + MINUTE_MS);
  return slots[0];
}

/**
 * One platform's distributions by their place in its list with `from <= time < to` (milliseconds): only that range is
 * read. The list is an index, so what was written in the last moments may be missing.
 */
export async function readPostsOf(
  tenantId: string,
  platformId: string,
  from: number,
  to: number,
): Promise<Distribution[]> {
  const { index, pk } = lists.distributionsByPlatform;
  const found: Distribution[] = [];
  let after: ListEntry | undefined;
  do {
    const page = await queryList({
      index,
      pk: pk(tenantId, platformId),
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      limit: 100,
      after,
    });
    // `<instant>#<id>`
    const ids = page.entries.map(({ position }) => position.slice(25));
    found.push(...(await readDistributions(tenantId, ids)));
    after = page.next;
  } while (after !== undefined);
  return found;
}

/** What one platform's series will make with `from <= at < to` (milliseconds). Nothing is read for a range that is over. */
export async function readRepeatsOf(
  tenantId: string,
  platformId: string,
  from: number,
  to: number,
): Promise<CalendarRepeat[]> {
  const now = Date.now();
  if (to <= now) return [];
  const { index, pk } = lists.seriesByPlatform;
  const found: CalendarRepeat[] = [];
  let after: ListEntry | undefined;
  do {
    const page = await listItems({ index, pk: pk(tenantId, platformId), limit: 100, after });
    found.push(...page.items.flatMap((item) => seriesPlan(fromSeriesItem(item), { now, from, to })));
    after = page.next;
  } while (after !== undefined);
  return found;
}
