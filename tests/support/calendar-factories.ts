import type { CalendarSlot } from '../../shared/calendar/slots/calendar-slot.ts';
import { type Slot, type SlotRule, slotKey } from '../../shared/calendar/slots/slot.ts';
import { newId } from '../../shared/kernel/ids.ts';
import type { CalendarPost } from '../../shared/planner/calendar-post.ts';

export const platformId = '0198a000-0000-7000-8000-000000000001';
const then = '2026-01-01T00:00:00.000Z';
const common = { tenantId: 'tenant000001', platformId, slotType: 'regular' as const, locked: false, revision: 1 };
const stamps = { createdAt: then, updatedAt: then };

export const ms = (text: string) => Date.parse(text);

export function aRule(fields: Partial<SlotRule> = {}): SlotRule {
  const recurring = { date: '2026-01-01', time: '09:00', timezone: 'Europe/Berlin', rrule: 'FREQ=DAILY', exdates: [] };
  return { id: newId(), ...common, ...recurring, ...stamps, ...fields };
}

/** A stored slot of its own; `instant` must fit the local time. */
export function aSlot(fields: Partial<Slot> & Pick<Slot, 'date' | 'time' | 'timezone' | 'instant'>): Slot {
  return { id: newId(), ...common, state: 'open', ...stamps, ...fields };
}

/** A slot as the calendar has it, in UTC. */
export function aCalendarSlot(instant: string, fields: Partial<CalendarSlot> = {}): CalendarSlot {
  const at = new Date(instant).toISOString();
  const local = { date: at.slice(0, 10), time: at.slice(11, 16), timezone: 'UTC' };
  const what = { key: slotKey(at), platformId, instant: at, slotType: 'regular' as const, locked: false };
  return { ...what, ...local, slotId: newId(), updatedAt: then, ...fields };
}

export function aCalendarPost(at: string, fields: Partial<CalendarPost> = {}): CalendarPost {
  const what = { id: newId(), platformId, status: 'scheduled' as const, excerpt: 'A post', version: 1 };
  return { ...what, at: new Date(at).toISOString(), ...stamps, ...fields };
}
