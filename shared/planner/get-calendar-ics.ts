import { secretMatches } from '../access/api-key.ts';
import { HeraldError } from '../kernel/herald-error.ts';
import { DAY_MS } from '../kernel/time/durations.ts';
import { calendarIcs } from './calendar-ics.ts';
import { parseLinkToken } from './calendar-link.ts';
import { readCalendarLink } from './calendar-link-items.ts';
import { platformsOf, readCalendarParts } from './read-calendar-parts.ts';

/** What a subscribed calendar shows; together at most MAX_RANGE_DAYS. */
const DAYS_BACK = 14;
const DAYS_AHEAD = 78;

/**
 * The calendar behind a secret link as iCalendar text, from two weeks ago to eleven weeks ahead.
 *
 * @throws HeraldError `not_found` for a token that is wrong or revoked
 */
export async function getCalendarIcs(token: string): Promise<string> {
  const parsed = parseLinkToken(token);
  const link = parsed && (await readCalendarLink(parsed.id));
  if (link === undefined || !secretMatches(parsed!.secret, link.secretHash)) throw noLink();
  const platforms = await platformsOf(link.tenantId, link.platformId);
  const now = Date.now();
  const [from, to] = [now - DAYS_BACK * DAY_MS, now + DAYS_AHEAD * DAY_MS];
  const { slots, posts, repeats } = await readCalendarParts(platforms, from, to);
  const platformNames = new Map(platforms.map(({ id, name }) => [id, name]));
  return calendarIcs({ name: 'Herald', posts, slots, repeats, platformNames });
}

function noLink(): HeraldError {
  return new HeraldError('not_found', 'There is no calendar under this link, or it was revoked.', {
    remedy: 'Make a new link with POST /api/v1/calendar/links.',
  });
}
