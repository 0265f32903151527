import { readPlatforms } from '../accounts/account-items.ts';
import { HeraldError } from '../kernel/herald-error.ts';
import type { ListEntry } from '../kernel/table/read.ts';
import { calendarIcs } from '../planner/calendar-ics.ts';
import { type CalendarPost, calendarPost } from '../planner/calendar-post.ts';
import { fits } from '../posts/commands/list-distributions.ts';
import type { Distribution } from '../posts/model/distribution.ts';
import type { DistributionFilter } from '../posts/model/list-items.ts';
import { MAX_BYTES } from './export-page.ts';
import { BATCH, type ExportRange, readBatch } from './read-batch.ts';

/** What fits into the time and the size of one answer. */
const MAX_EVENTS = 5_000;
/** A filter that few posts fit must not read a list without end. */
const MAX_READ = 20_000;

/**
 * Posts that have a time as events of one iCalendar file. Half of such a file is not valid, so there are no pages: Herald
 * sends the whole file, or refuses.
 * @param isShown which of the posts are events
 * @throws HeraldError `invalid_request` for what one answer cannot hold
 */
export async function exportIcs(
  tenantId: string,
  filter: DistributionFilter,
  range: ExportRange,
  isShown: (state: Distribution) => boolean,
): Promise<string> {
  // By id: a post that moves while the list is read may appear twice, and an event's UID only once.
  const posts = new Map<string, CalendarPost>();
  let read = 0;
  let after: ListEntry | undefined;
  do {
    const { entries, states, next } = await readBatch(tenantId, filter, range, BATCH, after);
    for (const state of states) {
      if (state === undefined || !fits(state, filter) || !isShown(state)) continue;
      const post = calendarPost(state);
      if (post !== undefined) posts.set(post.id, post);
    }
    read += entries.length;
    if (posts.size > MAX_EVENTS) throw tooLarge(`more than ${MAX_EVENTS} events`);
    if (read >= MAX_READ && next !== undefined) throw tooLarge(`more than ${MAX_READ} posts to look at`);
    after = next;
  } while (after !== undefined);
  const platforms = await readPlatforms(tenantId, [...new Set([...posts.values()].map((post) => post.platformId))]);
  const platformNames = new Map([...platforms].map(([id, { name }]) => [id, name]));
  const file = calendarIcs({ name: 'Herald', posts: [...posts.values()], slots: [], platformNames });
  if (Buffer.byteLength(JSON.stringify(file)) > MAX_BYTES) throw tooLarge(`more than ${MAX_BYTES} bytes`);
  return file;
}

function tooLarge(what: string): HeraldError {
  const message = `An ICS file has no pages, and this one would have ${what}.`;
  const remedy = 'Ask for less with "from", "to" or "platformId", or take CSV or NDJSON, which come in pages.';
  return new HeraldError('invalid_request', message, {
    remedy,
    problems: [{ field: '/format', code: 'too_large', message, remedy }],
  });
}
