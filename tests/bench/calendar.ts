import { newId } from '../../shared/kernel/ids.ts';
import { transact } from '../../shared/kernel/table/transact.ts';
import type { Distribution } from '../../shared/posts/model/distribution.ts';
import { insertDistribution } from '../../shared/posts/model/distribution-items.ts';
import type { Herald } from '../support/herald.ts';
import { checked } from './checked.ts';
import { table } from './statistics.ts';
import { measureUsage } from './usage.ts';

const PER_MONTH = 200;
const AT_ONCE = 100;
const MONTH_MS = 28 * 86_400_000;

/** What a month of the calendar costs to read while the table grows around it: the month has 200 posts and 28 slots. */
export async function benchCalendar(herald: Herald, platformId: string): Promise<string> {
  const start = Date.UTC(2027, 1, 1);
  const slot = { platformId, date: '2027-01-01', time: '09:00', timezone: 'Europe/Berlin', recurrence: 'daily' };
  await checked(herald.api('POST', '/api/v1/calendar/slots', slot));
  const rows: (string | number)[][] = [];
  let months = 0;
  for (const size of [1, 5, 50]) {
    for (; months < size; months += 1) await fill(herald.tenantId, platformId, start + months * MONTH_MS);
    const used = await measureUsage(async () => {
      const path = `/api/v1/calendar?from=2027-02-01&to=2027-02-28&platformId=${platformId}`;
      await checked(herald.api('GET', path));
    });
    const usage = [...used].find(([fn]) => fn === 'Calendar')![1];
    rows.push([months * PER_MONTH, usage.roundTrips, usage.readUnits]);
  }
  return table('Reading a month of the calendar', ['distributions in the table', 'round trips', 'read units'], rows);
}

/** Drafts with a time: the calendar shows them, and nothing else happens to them. */
async function fill(tenantId: string, platformId: string, start: number): Promise<void> {
  const states = Array.from({ length: PER_MONTH }, (_, index): Distribution => {
    const at = new Date(start + Math.floor((index * MONTH_MS) / PER_MONTH)).toISOString();
    const stamps = { createdAt: at, updatedAt: at };
    const counts = { version: 1, revision: 1, textVersion: 1, attempts: 0, retryCount: 0, waitCount: 0 };
    const what = {
      tenantId,
      platformId,
      platformKind: 'sandbox' as const,
      status: 'draft' as const,
      contentType: 'manual' as const,
    };
    return {
      id: newId(),
      ...what,
      ...counts,
      excerpt: `Post ${index}`,
      scheduledFor: at,
      correlationId: 'bench',
      ...stamps,
    };
  });
  for (let first = 0; first < PER_MONTH; first += AT_ONCE) {
    await transact(states.slice(first, first + AT_ONCE).map(insertDistribution));
  }
}
