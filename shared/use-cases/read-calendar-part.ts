import type { CalendarRepeat } from '../domain/calendar/calendar-repeat.ts';
import type { CalendarSlot } from '../domain/calendar/calendar-slot.ts';
import { type ExpandedSlots, expandSlots } from '../domain/calendar/expand-slots.ts';
import { MINUTE_MS, startOfMinute } from '../domain/calendar/local-time.ts';
import type { Distribution } from '../domain/distribution.ts';
import { seriesPlan } from '../domain/series/series-plan.ts';
import { readDistributions } from '../store/distribution-items.ts';
import { lists } from '../store/keys.ts';
import { type ListEntry, listItems, queryList } from '../store/read.ts';
import { fromSeriesItem } from '../store/series-items.ts';
import { readSlotRules, readSlots } from '../store/slot-items.ts';

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
