import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { expandSlots } from '../../../shared/calendar/rules/expand-slots.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { calendarIcs } from '../../../shared/planner/calendar-ics.ts';
import type { CalendarPost } from '../../../shared/planner/calendar-post.ts';
import { aCalendarPost, aCalendarSlot, aRule, aSlot, ms, platformId } from '../../support/calendar-factories.ts';

const platformNames = new Map([[platformId, 'Our blog, the "big" one']]);
const render = (posts: CalendarPost[], slots: Parameters<typeof calendarIcs>[0]['slots'] = [], name = 'Herald') =>
  calendarIcs({ name, posts, slots, platformNames });
/** Read by a parser of another author. */
const parse = (text: string) => new ICAL.Component(ICAL.parse(text));
const events = (text: string) => parse(text).getAllSubcomponents('vevent');
const value = (event: ICAL.Component, name: string) => String(event.getFirstPropertyValue(name));

describe('the calendar as a file', () => {
  it('has each post at its instant, under its own name, with its version', () => {
    const post = aCalendarPost('2026-10-25T00:30:00.000Z', {
      title: 'Hello',
      version: 7,
      updatedAt: '2026-06-01T12:00:00.000Z',
      url: 'https://x.test/p?a=1,2;b',
    });
    const [event, ...more] = events(render([post]));
    expect(more).toEqual([]);
    expect(value(event!, 'uid')).toBe(`distribution-${post.id}@herald`);
    expect(value(event!, 'dtstart')).toBe('2026-10-25T00:30:00Z');
    expect(value(event!, 'dtend')).toBe('2026-10-25T00:45:00Z');
    expect(value(event!, 'transp')).toBe('TRANSPARENT');
    expect(value(event!, 'sequence')).toBe('7');
    expect(value(event!, 'last-modified')).toBe('2026-06-01T12:00:00Z');
    expect(value(event!, 'dtstamp')).toBe('2026-06-01T12:00:00Z');
    expect(value(event!, 'summary')).toBe('Our blog, the "big" one: Hello');
    expect(value(event!, 'url')).toBe('https://x.test/p?a=1%2C2%3Bb');
  });

  it('tells the planned from the cancelled and the not yet decided', () => {
    const statuses = ['draft', 'scheduled', 'cancelled', 'published'] as const;
    const posts = statuses.map((status) => aCalendarPost('2026-10-25T00:30:00.000Z', { status }));
    expect(events(render(posts)).map((event) => value(event, 'status'))).toEqual([
      'TENTATIVE',
      'CONFIRMED',
      'CANCELLED',
      'CONFIRMED',
    ]);
  });

  it('gives any text back as it was, in lines of 75 bytes at most', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom('a\r\nb;c,d\\n"e"', '👩‍👩‍👧‍👦'.repeat(30), 'BEGIN:VEVENT\nEND:VCALENDAR'),
    );
    fc.assert(
      fc.property(text, text, (title, excerpt) => {
        const ics = render([aCalendarPost('2026-10-25T00:30:00.000Z', { title, excerpt })], [], title);
        for (const line of ics.split('\r\n')) {
          expect(Buffer.byteLength(line), line).toBeLessThanOrEqual(75);
          // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
          expect(line).not.toMatch(/[\u0000-\u0008\u000a-\u001f\u007f]/);
        }
        const shown = (said: string) =>
          // biome-ignore lint/suspicious/noControlCharactersInRegex: iCalendar cannot carry them
          said.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
        const found = events(ics);
        expect(found).toHaveLength(1);
        expect(value(found[0]!, 'summary')).toBe(`Our blog, the "big" one: ${shown(title)}`);
        expect(value(found[0]!, 'description')).toBe(`${shown(excerpt)}\n\nStatus: scheduled`);
      }),
      { numRuns: 60 },
    );
  });

  it('has slots as they are, and none for a slot whose post is there', () => {
    const post = aCalendarPost('2026-07-01T09:00:00Z');
    const slots = [
      aCalendarSlot('2026-07-01T09:00:00Z', { distributionId: post.id }),
      aCalendarSlot('2026-07-01T10:00:00Z', { locked: true, slotType: 'prime' }),
      aCalendarSlot('2026-07-01T11:00:00Z'),
    ];
    const summaries = events(render([post], slots)).map((event) => value(event, 'summary').split(': ')[1]);
    expect(summaries).toEqual(['A post', 'locked prime slot', 'free regular slot']);
  });

  it('has what series will make, in the place of the free slot that each will take', () => {
    const slots = ['10', '11'].map((hour) => aCalendarSlot(`2026-07-01T${hour}:00:00Z`, { locked: hour === '11' }));
    const repeats = slots.map(({ instant }) => ({
      ...{ seriesId: newId(), name: 'Guide', platformId, at: instant, occurrence: instant.slice(0, 16), turn: 3 },
      updatedAt: '2026-06-01T12:00:00.000Z',
    }));
    const found = events(calendarIcs({ name: 'Herald', posts: [], slots, repeats, platformNames }));
    expect(found.map((event) => [value(event, 'summary').split(': ')[1], value(event, 'status')])).toEqual([
      ['Guide', 'TENTATIVE'],
      ['Guide', 'TENTATIVE'],
      ['locked regular slot', 'CONFIRMED'],
    ]);
  });

  it('keeps the name of an occurrence when it is moved, and counts up', () => {
    const rule = aRule({ time: '09:00', timezone: 'UTC', updatedAt: '2026-01-01T00:00:00.000Z' });
    const range = { from: ms('2026-05-03T00:00Z'), to: ms('2026-05-04T00:00Z') };
    const before = expandSlots({ rules: [rule], slots: [], ...range });
    const at = { date: '2026-05-03', timezone: 'UTC', rule: { id: rule.id, occurrence: '2026-05-03T09:00' } };
    const moved = [
      aSlot({ ...at, time: '09:00', instant: '2026-05-03T09:00:00.000Z', state: 'removed' }),
      aSlot({ ...at, time: '17:00', instant: '2026-05-03T17:00:00.000Z', updatedAt: '2026-04-01T00:00:00.000Z' }),
    ];
    const after = expandSlots({ rules: [rule], slots: moved, ...range });
    const [first] = events(render([], before.slots));
    const [second] = events(render([], after.slots));
    expect(value(second!, 'uid')).toBe(value(first!, 'uid'));
    expect(value(second!, 'dtstart')).toBe('2026-05-03T17:00:00Z');
    expect(Number(value(second!, 'sequence'))).toBeGreaterThan(Number(value(first!, 'sequence')));
  });

  it('has a name that any reader can read, and is the same for the same calendar', () => {
    const name = 'Herald, what; and \\ when\nnot';
    const posts = [aCalendarPost('2026-07-01T09:00:00Z')];
    expect(parse(render(posts, [], name)).getFirstPropertyValue('name')).toBe('Herald what and when not');
    expect(render(posts, [], name)).toBe(render(posts, [], name));
    expect(events(render([]))).toEqual([]);
  });
});
