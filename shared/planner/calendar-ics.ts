import { ICalCalendar, ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import type { CalendarSlot } from '../calendar/slots/calendar-slot.ts';
import { slotKey } from '../calendar/slots/slot.ts';
import { MINUTE_MS } from '../kernel/time/durations.ts';
import type { CalendarRepeat } from '../series/model/calendar-repeat.ts';
import type { CalendarPost } from './calendar-post.ts';

/** A post is a moment, but calendars draw only events that have a length. */
const SHOWN_MINUTES = 15;
/** Tells readers how often to ask again. */
const REFRESH_SECONDS = 3_600;
const SEQUENCE_EPOCH = Date.parse('2020-01-01T00:00:00Z');

interface IcsSources {
  name: string;
  posts: CalendarPost[];
  slots: CalendarSlot[];
  /** What series will make. */
  repeats?: CalendarRepeat[];
  /** What a platform is called, by its id. */
  platformNames: ReadonlyMap<string, string>;
}

/**
 * The calendar as iCalendar text (RFC 5545), every time in UTC: no reader has to know a zone, and an occurrence that
 * was moved needs no rule. The same sources give the same text.
 */
export function calendarIcs({ name, posts, slots, repeats = [], platformNames }: IcsSources): string {
  const calendar = new ICalCalendar({
    name: unescapable(plain(name)),
    prodId: '//Herald//Calendar//EN',
    method: ICalCalendarMethod.PUBLISH,
    ttl: REFRESH_SECONDS,
  });
  const nameOf = (platformId: string) => plain(platformNames.get(platformId) ?? platformId);
  const shown = new Set(posts.map(({ id }) => id));
  for (const post of posts) calendar.createEvent(postEvent(post, nameOf(post.platformId)));
  for (const repeat of repeats) calendar.createEvent(repeatEvent(repeat, nameOf(repeat.platformId)));
  const awaited = new Set(repeats.map(({ platformId, at }) => `${platformId} ${slotKey(at)}`));
  for (const slot of slots) {
    // The event of the post shows the slot that the post is in, or will be in.
    const { distributionId, platformId, key, locked } = slot;
    const isAwaited = !locked && awaited.has(`${platformId} ${key}`);
    if (distributionId === undefined ? !isAwaited : !shown.has(distributionId))
      calendar.createEvent(slotEvent(slot, nameOf(platformId)));
  }
  // The library leaves out the last line end, and a line without one is none (RFC 5545, 3.1).
  return `${calendar.toString().trimEnd()}\r\n`;
}

function postEvent(post: CalendarPost, platform: string) {
  const title = plain(post.title ?? post.excerpt);
  return {
    ...moment(post.at, post.updatedAt),
    id: `distribution-${post.id}@herald`,
    sequence: post.version,
    created: new Date(post.createdAt),
    summary: `${platform}: ${title}`,
    description: `${plain(post.excerpt)}\n\nStatus: ${post.status}`,
    status: statusOf(post.status),
    ...(post.url !== undefined && { url: uri(post.url) }),
  };
}

function repeatEvent(repeat: CalendarRepeat, platform: string) {
  return {
    ...moment(repeat.at, repeat.updatedAt),
    id: `series-${repeat.seriesId}-${repeat.occurrence.replace(/[-:]/g, '')}@herald`,
    sequence: secondsSince(repeat.updatedAt),
    summary: `${platform}: ${plain(repeat.name ?? 'a post that comes again')}`,
    description: 'The series makes this post when its time comes.',
    status: ICalEventStatus.TENTATIVE,
  };
}

function slotEvent(slot: CalendarSlot, platform: string) {
  const { rule, slotId, platformId, key } = slot;
  // An occurrence keeps its name when it becomes a stored slot and moves.
  const id = rule ? `${rule.id}-${rule.occurrence.replace(/[-:]/g, '')}` : (slotId ?? `${platformId}-${key}`);
  const state = slot.distributionId !== undefined ? 'taken' : slot.locked ? 'locked' : 'free';
  return {
    ...moment(slot.instant, slot.updatedAt),
    id: `slot-${id}@herald`,
    // A stored occurrence begins its revisions anew, but is never changed before the rule was: seconds always rise.
    sequence: secondsSince(slot.updatedAt),
    summary: `${platform}: ${state} ${slot.slotType} slot`,
    description: `${slot.date} ${slot.time} ${slot.timezone}`,
    status: state === 'free' ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED,
  };
}

const secondsSince = (updatedAt: string) => Math.max(0, Math.floor((Date.parse(updatedAt) - SEQUENCE_EPOCH) / 1000));

function moment(at: string, updatedAt: string) {
  const start = new Date(at);
  return {
    start,
    end: new Date(start.getTime() + SHOWN_MINUTES * MINUTE_MS),
    stamp: new Date(updatedAt),
    lastModified: new Date(updatedAt),
    transparency: ICalEventTransparency.TRANSPARENT,
  };
}

function statusOf(status: CalendarPost['status']): ICalEventStatus {
  if (status === 'draft' || status === 'publish_requested') return ICalEventStatus.TENTATIVE;
  return status === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED;
}

/** iCalendar text has line feeds and tabs, and no other control character. */
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
}

/** Readers differ in whether a calendar's name is escaped text, so it has nothing to escape. */
const unescapable = (name: string) => name.replace(/[\\;,\s]+/g, ' ').trim();

/** The library escapes addresses as though they were text, which would break them. */
const uri = (address: string) => address.replaceAll(',', '%2C').replaceAll(';', '%3B').replaceAll('\\', '%5C');
