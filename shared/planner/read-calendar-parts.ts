import type { Account } from '../accounts/account.ts';
import { allAccounts } from '../accounts/account-items.ts';
import { findAccount } from '../accounts/find-account.ts';
import type { CalendarNotice, CalendarSlot } from '../calendar/slots/calendar-slot.ts';
import { readSlotsOf } from '../calendar/slots/read-slots.ts';
import { LIST_LAG_MS } from '../posts/model/distribution-items.ts';
import { readPostsOf } from '../posts/model/list-items.ts';
import type { CalendarRepeat } from '../series/model/calendar-repeat.ts';
import { readRepeatsOf } from '../series/occurrences/read-repeats.ts';
import { type CalendarPost, calendarPost } from './calendar-post.ts';

const PLATFORMS_READ_AT_ONCE = 8;

interface CalendarParts {
  slots: CalendarSlot[];
  posts: CalendarPost[];
  repeats: CalendarRepeat[];
  notices: CalendarNotice[];
}

/** One platform, or all of the tenant's. @throws HeraldError `not_found` */
export async function platformsOf(tenantId: string, platformId: string | undefined): Promise<Account[]> {
  if (platformId !== undefined) return [await findAccount(tenantId, platformId)];
  const all: Account[] = [];
  for await (const account of allAccounts(tenantId)) all.push(account);
  return all;
}

/** What these platforms have with `from <= moment < to` (milliseconds). */
export async function readCalendarParts(platforms: Account[], from: number, to: number): Promise<CalendarParts> {
  const parts: CalendarParts = { slots: [], posts: [], repeats: [], notices: [] };
  for (let start = 0; start < platforms.length; start += PLATFORMS_READ_AT_ONCE) {
    const some = platforms.slice(start, start + PLATFORMS_READ_AT_ONCE);
    for (const read of await Promise.all(some.map((account) => readPartsOf(account, from, to)))) {
      parts.slots.push(...read.slots);
      parts.posts.push(...read.posts);
      parts.repeats.push(...read.repeats);
      parts.notices.push(...read.notices);
    }
  }
  return parts;
}

async function readPartsOf({ tenantId, id }: Account, from: number, to: number): Promise<CalendarParts> {
  const [{ slots, notices }, states, repeats] = await Promise.all([
    readSlotsOf(tenantId, id, from, to),
    // A list shows a post by its planned time; it may be published up to LIST_LAG_MS later.
    readPostsOf(tenantId, id, from - LIST_LAG_MS, to),
    readRepeatsOf(tenantId, id, from, to),
  ]);
  const posts = states
    .filter(({ status }) => status !== 'archived')
    .flatMap((state) => calendarPost(state) ?? [])
    .filter(({ at }) => Date.parse(at) >= from && Date.parse(at) < to);
  return { slots, posts, repeats, notices };
}
