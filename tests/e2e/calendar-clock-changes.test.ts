import { Temporal } from '@js-temporal/polyfill';
import { describe, expect, it } from 'vitest';
import { type Json, startHerald } from '../support/herald.ts';

const DAY_MS = 86_400_000;

describe('a recurring slot and the changes of the clocks', () => {
  // Each change has a Herald of its own, whose first deed is to go there: its sweep has no months to make up for.
  it.each([
    ['Europe/Berlin', 'forward'],
    ['Europe/Berlin', 'back'],
    ['America/New_York', 'forward'],
    ['America/New_York', 'back'],
  ])(
    'keeps its wall time in %s when the clocks go %s, or says why not, and its posts go out then',
    async (timezone, way) => {
      const isForward = way === 'forward';
      const herald = await startHerald();
      try {
        const at = nextChange(timezone, isForward);
        await herald.cloud.advance(at - 1.5 * DAY_MS - Date.now());
        const { id: platformId } = (await herald.api('POST', '/api/v1/platforms', { kind: 'sandbox', name: 'Zones' }))
          .body;
        const date = new Date().toISOString().slice(0, 10);
        const slot = { platformId, date, time: '02:30', timezone, recurrence: 'daily' };
        const made = await herald.api('POST', '/api/v1/calendar/slots', slot);
        // New York's clocks go back from two to one: half past two comes once there.
        const codes = timezone === 'Europe/Berlin' ? ['local_time_moved', 'local_time_twice'] : ['local_time_moved'];
        expect(made.body.notices.map(({ code }: Json) => code)).toEqual(expect.arrayContaining(codes));
        const walls: string[] = [];
        const queued: Json[] = [];
        for (let turn = 0; turn < 3; turn += 1) {
          const post = { platformId, body: `Turn ${turn}.`, scheduledFor: 'next_slot' };
          const { id, scheduledFor, localTime } = (await herald.api('POST', '/api/v1/distributions', post)).body;
          queued.push({
            path: `/api/v1/distributions/${id}`,
            due: Date.parse(scheduledFor),
            wall: localTime.slice(11, 16),
          });
          expect(localTime.slice(11, 16)).toBe(wallClock(scheduledFor, timezone));
          walls.push(localTime.slice(11, 16));
        }
        expect(walls).toEqual(['02:30', isForward ? '03:30' : '02:30', '02:30']);
        for (const { path, due, wall } of queued) {
          // The first jump comes while the wake-ups are still being set: none is lost by it.
          herald.cloud.clock.advance(due - 60_000 - Date.now());
          await herald.cloud.idle();
          expect((await herald.api('GET', path)).body.publishedAt).toBeUndefined();
          await herald.cloud.advance(due - Date.now());
          const out = await herald.until(path, ({ status }) => status === 'published', `The post of ${wall}`);
          expect(Date.parse(out.publishedAt)).toBeGreaterThanOrEqual(due);
          expect(wallClock(out.publishedAt, timezone)).toBe(wall);
        }
        const { items } = (await herald.api('GET', '/sandbox/v1/posts')).body;
        expect(items.map(({ text }: Json) => text).sort()).toEqual(['Turn 0.', 'Turn 1.', 'Turn 2.']);
      } finally {
        await herald.close();
      }
    },
  );
});

const wallClock = (instant: string, timeZone: string) =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(new Date(instant));

/** When a zone's clocks go forward, or back, the next time; with the days before that the test needs. */
function nextChange(timezone: string, isForward: boolean): number {
  let at = Temporal.Instant.fromEpochMilliseconds(Date.now() + 2 * DAY_MS).toZonedDateTimeISO(timezone);
  for (;;) {
    at = at.getTimeZoneTransition('next')!;
    if (at.offsetNanoseconds > at.subtract({ seconds: 1 }).offsetNanoseconds === isForward) return at.epochMilliseconds;
  }
}
