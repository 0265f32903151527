import { describe, expect, it } from 'vitest';
import { newId } from '../../../shared/kernel/ids.ts';
import { calendarOverview } from '../../../shared/planner/calendar-overview.ts';
import { calendarPost } from '../../../shared/planner/calendar-post.ts';
import { mergeCalendar } from '../../../shared/planner/merge-calendar.ts';
import type { CalendarRepeat } from '../../../shared/series/model/calendar-repeat.ts';
import { aCalendarPost, aCalendarSlot, ms, platformId } from '../../support/calendar-factories.ts';
import { aDistribution } from '../../support/factories.ts';

const other = '0198a000-0000-7000-8000-000000000002';
const now = ms('2026-07-01T08:00Z');

describe('the calendar of a range', () => {
  const inSlot = aCalendarPost('2026-07-01T09:00:00Z');
  const near = aCalendarPost('2026-07-01T09:10:00Z');
  const draft = aCalendarPost('2026-07-01T09:15:00Z', { status: 'draft' });
  const night = aCalendarPost('2026-07-01T22:30:00Z', { platformId: other });
  const slots = [
    aCalendarSlot('2026-07-01T07:00:00Z'),
    aCalendarSlot('2026-07-01T09:00:00Z', { distributionId: inSlot.id }),
    aCalendarSlot('2026-07-01T12:00:00Z'),
    aCalendarSlot('2026-07-01T13:00:00Z', { locked: true }),
  ];
  const limits = new Map([[platformId, { minIntervalMinutes: 30 }]]);
  const repeats: CalendarRepeat[] = [];
  const days = mergeCalendar({
    slots,
    posts: [night, draft, near, inSlot],
    repeats,
    limits,
    timezone: 'Europe/Berlin',
    now,
  });

  it('has slots and posts together, by day of its zone and platform, in order', () => {
    expect(days.map(({ date, platforms }) => [date, ...platforms.map(({ platformId: id }) => id)])).toEqual([
      ['2026-07-01', platformId],
      ['2026-07-02', other],
    ]);
    const entries = days[0]!.platforms[0]!.entries;
    expect(entries.map(({ time, slot, post }) => [time, slot?.key, post?.id])).toEqual([
      ['09:00', '2026-07-01#07:00', undefined],
      ['11:00', '2026-07-01#09:00', inSlot.id],
      ['11:10', undefined, near.id],
      ['11:15', undefined, draft.id],
      ['14:00', '2026-07-01#12:00', undefined],
      ['15:00', '2026-07-01#13:00', undefined],
    ]);
  });

  it("marks the open slots ahead as gaps, and the posts in each other's way", () => {
    const entries = days[0]!.platforms[0]!.entries;
    expect(entries.filter(({ gap }) => gap).map(({ time }) => time)).toEqual(['14:00']);
    expect(entries.map(({ conflicts }) => conflicts.map(({ code, with: ids }) => [code, ...ids]))).toEqual([
      [],
      [['min_interval', near.id]],
      [['min_interval', inSlot.id]],
      [],
      [],
      [],
    ]);
  });

  it("gives the seed's counts and times by day and platform", () => {
    expect(calendarOverview(days)).toEqual([
      {
        date: '2026-07-01',
        platformId,
        scheduledPosts: 2,
        repeats: 0,
        timeSlots: ['09:00', '11:00', '11:10', '11:15', '14:00', '15:00'],
        gaps: 1,
        conflicts: 2,
      },
      {
        date: '2026-07-02',
        platformId: other,
        scheduledPosts: 1,
        repeats: 0,
        timeSlots: ['00:30'],
        gaps: 0,
        conflicts: 0,
      },
    ]);
  });

  it('shows what series will make, in the open slot of its minute where there is one, and counts it apart', () => {
    const repeat = (at: string): CalendarRepeat => ({
      seriesId: newId(),
      platformId,
      at: new Date(at).toISOString(),
      occurrence: at.slice(0, 16),
      turn: 1,
      updatedAt: '2026-06-01T12:00:00.000Z',
    });
    const planned = [repeat('2026-07-01T12:00:00Z'), repeat('2026-07-01T13:00:00Z'), repeat('2026-07-01T15:00:00Z')];
    const merged = mergeCalendar({ slots, posts: [inSlot], repeats: planned, limits, timezone: 'UTC', now });
    const entries = merged[0]!.platforms[0]!.entries;
    expect(entries.map(({ time, slot, repeat: one, gap }) => [time, slot?.key, one?.seriesId, gap])).toEqual([
      ['07:00', '2026-07-01#07:00', undefined, false],
      ['09:00', '2026-07-01#09:00', undefined, false],
      ['12:00', '2026-07-01#12:00', planned[0]!.seriesId, false],
      ['13:00', '2026-07-01#13:00', planned[1]!.seriesId, false],
      ['15:00', undefined, planned[2]!.seriesId, false],
    ]);
    expect(calendarOverview(merged)).toMatchObject([{ scheduledPosts: 1, repeats: 3, gaps: 0 }]);
  });

  it('shows what is out where it went out, and nothing without a time', () => {
    const scheduledFor = '2026-07-01T09:00:00.000Z';
    const publishedAt = '2026-07-01T09:00:01.250Z';
    expect(calendarPost(aDistribution({ status: 'published', scheduledFor, publishedAt }))).toMatchObject({
      at: publishedAt,
    });
    expect(
      calendarPost(aDistribution({ status: 'scheduled', scheduledFor, dueAt: '2026-07-01T10:00:00.000Z' })),
    ).toMatchObject({
      at: '2026-07-01T10:00:00.000Z',
    });
    expect(calendarPost(aDistribution())).toBeUndefined();
  });

  it('loses and doubles nothing', () => {
    const posts = Array.from({ length: 2_000 }, (_, index) =>
      aCalendarPost(new Date(ms('2026-07-01T00:00Z') + index * 17 * 60_000).toISOString(), {
        platformId: index % 3 === 0 ? other : platformId,
      }),
    );
    const merged = mergeCalendar({ slots, posts, repeats, limits, timezone: 'Asia/Kathmandu', now });
    const entries = merged.flatMap(({ platforms }) => platforms.flatMap((platform) => platform.entries));
    expect(entries.flatMap(({ post }) => post?.id ?? []).sort()).toEqual(posts.map(({ id }) => id).sort());
    expect(entries.flatMap(({ slot }) => slot?.key ?? []).sort()).toEqual(slots.map(({ key }) => key).sort());
  });
});
