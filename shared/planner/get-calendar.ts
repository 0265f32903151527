import type { Account } from '../accounts/account.ts';
import { fromAccountItem } from '../accounts/account-items.ts';
import { findAccount } from '../accounts/find-account.ts';
import { accountLists } from '../accounts/keys.ts';
import type { CalendarNotice, CalendarSlot } from '../calendar/slots/calendar-slot.ts';
import { readSlotsOf } from '../calendar/slots/read-slots.ts';
import { type ListEntry, listItems } from '../kernel/table/read.ts';
import { LIST_LAG_MS } from '../posts/model/distribution-items.ts';
import { readPostsOf } from '../posts/times/posts-in-range.ts';
import type { CalendarRepeat } from '../series/model/calendar-repeat.ts';
import { readRepeatsOf } from '../series/occurrences/read-repeats.ts';
import { type CalendarOverviewRow, calendarOverview } from './calendar-overview.ts';
import { type CalendarPost, calendarPost } from './calendar-post.ts';
import { type CalendarRange, rangeBounds } from './calendar-range.ts';
import { type CalendarView, mergeCalendar } from './merge-calendar.ts';

/** So many platforms are read at a time. */
const AT_ONCE = 8;

export type CalendarQuery = CalendarRange & { platformId?: string | undefined };

/** Slots, distributions and what series will make in a range laid together, of one platform or of all. Reads that range and nothing else. */
export async function getCalendar(tenantId: string, query: CalendarQuery): Promise<CalendarView> {
  const { from, to, timezone, platformId } = query;
  const platforms = await platformsOf(tenantId, platformId);
  const bounds = rangeBounds(query);
  const { slots, posts, repeats, notices } = await readParts(platforms, bounds.from, bounds.to);
  const limits = new Map(platforms.map((account) => [account.id, account]));
  const days = mergeCalendar({ slots, posts, repeats, limits, timezone, now: Date.now() });
  return { from, to, timezone, days, notices };
}

/** How many posts each day has on each platform, and when. */
export async function getCalendarOverview(
  tenantId: string,
  query: CalendarQuery,
): Promise<{ items: CalendarOverviewRow[] }> {
  const { days } = await getCalendar(tenantId, query);
  return { items: calendarOverview(days) };
}

/** One platform, or all of the tenant's. @throws HeraldError `not_found` */
export async function platformsOf(tenantId: string, platformId: string | undefined): Promise<Account[]> {
  if (platformId !== undefined) return [await findAccount(tenantId, platformId)];
  const { index, pk } = accountLists.platforms;
  const platforms: Account[] = [];
  let after: ListEntry | undefined;
  do {
    const page = await listItems({ index, pk: pk(tenantId), limit: 100, after });
    platforms.push(...page.items.map(fromAccountItem));
    after = page.next;
  } while (after !== undefined);
  return platforms;
}

interface CalendarParts {
  slots: CalendarSlot[];
  posts: CalendarPost[];
  repeats: CalendarRepeat[];
  notices: CalendarNotice[];
}

/** Milliseconds; `to` is not part of the range. */
export async function readParts(platforms: Account[], from: number, to: number): Promise<CalendarParts> {
  const parts: CalendarParts = { slots: [], posts: [], repeats: [], notices: [] };
  for (let start = 0; start < platforms.length; start += AT_ONCE) {
    const some = platforms.slice(start, start + AT_ONCE);
    const read = await Promise.all(
      some.map(({ tenantId, id }) =>
        Promise.all([
          readSlotsOf(tenantId, id, from, to),
          // A post may go out a little later than its place in the list says.
          readPostsOf(tenantId, id, from - LIST_LAG_MS, to),
          readRepeatsOf(tenantId, id, from, to),
        ]),
      ),
    );
    for (const [{ slots, notices }, states, repeats] of read) {
      parts.slots.push(...slots);
      parts.notices.push(...notices);
      parts.repeats.push(...repeats);
      const shown = states.filter(({ status }) => status !== 'archived').flatMap((state) => calendarPost(state) ?? []);
      parts.posts.push(...shown.filter(({ at }) => Date.parse(at) >= from && Date.parse(at) < to));
    }
  }
  return parts;
}
