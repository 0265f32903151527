import { describe, expect, it } from 'vitest';
import { expandSlots } from '../../../shared/calendar/rules/expand-slots.ts';
import { newSlotSchema, slotKey } from '../../../shared/calendar/slots/slot.ts';
import { aRule, aSlot, ms, platformId } from '../../support/calendar-factories.ts';

const range = (from: string, to: string) => ({ from: ms(`${from}T00:00Z`), to: ms(`${to}T00:00Z`) });

describe('the slots of a range', () => {
  it('keep the wall time of a rule over the changes in Berlin and New York', () => {
    const rules = [
      aRule({ time: '09:00', timezone: 'Europe/Berlin', rrule: 'FREQ=WEEKLY;BYDAY=SU', date: '2020-01-05' }),
      aRule({ time: '09:00', timezone: 'America/New_York', rrule: 'FREQ=WEEKLY;BYDAY=SU', date: '2020-01-05' }),
    ];
    const october = expandSlots({ rules, slots: [], ...range('2026-10-18', '2026-11-08') });
    expect(october.slots.map(({ key }) => key)).toEqual([
      '2026-10-18#07:00',
      '2026-10-18#13:00',
      '2026-10-25#08:00',
      '2026-10-25#13:00',
      '2026-11-01#08:00',
      '2026-11-01#14:00',
    ]);
    expect(new Set(october.slots.map(({ time }) => time))).toEqual(new Set(['09:00']));
    const march = expandSlots({ rules, slots: [], ...range('2027-03-07', '2027-04-01') });
    expect(march.slots.map(({ key }) => key)).toEqual([
      '2027-03-07#08:00',
      '2027-03-07#14:00',
      '2027-03-14#08:00',
      '2027-03-14#13:00',
      '2027-03-21#08:00',
      '2027-03-21#13:00',
      '2027-03-28#07:00',
      '2027-03-28#13:00',
    ]);
    expect([...october.notices, ...march.notices]).toEqual([]);
  });

  it('say of a time that is skipped or comes twice what became of it', () => {
    const rules = [aRule({ time: '02:30' })];
    const spring = expandSlots({ rules, slots: [], ...range('2027-03-28', '2027-03-29') });
    expect(spring.slots).toMatchObject([
      { instant: '2027-03-28T01:30:00.000Z', time: '03:30', rule: { occurrence: '2027-03-28T02:30' } },
    ]);
    expect(spring.notices).toMatchObject([{ code: 'local_time_moved', key: '2027-03-28#01:30', platformId }]);
    const autumn = expandSlots({ rules, slots: [], ...range('2026-10-25', '2026-10-26') });
    expect(autumn.slots).toMatchObject([{ instant: '2026-10-25T00:30:00.000Z', time: '02:30' }]);
    expect(autumn.notices).toMatchObject([{ code: 'local_time_twice' }]);
  });

  it('end where the range ends, to the minute', () => {
    const rules = [aRule({ time: '00:00', timezone: 'UTC' })];
    const { slots } = expandSlots({ rules, slots: [], ...range('2026-05-01', '2026-05-03') });
    expect(slots.map(({ key }) => key)).toEqual(['2026-05-01#00:00', '2026-05-02#00:00']);
    expect(expandSlots({ rules, slots: [], ...range('2026-05-01', '2026-05-01') }).slots).toEqual([]);
  });

  it('have what is stored over what the rule makes: locked, taken, moved, deleted', () => {
    const rule = aRule({ time: '09:00', timezone: 'UTC' });
    const occurrence = (day: string) => ({ id: rule.id, occurrence: `${day}T09:00` });
    const at = (day: string, time = '09:00') => ({
      date: day,
      time,
      timezone: 'UTC',
      instant: `${day}T${time}:00.000Z`,
    });
    const slots = [
      aSlot({ ...at('2026-05-01'), rule: occurrence('2026-05-01'), locked: true }),
      aSlot({ ...at('2026-05-02'), rule: occurrence('2026-05-02'), distributionId: rule.id }),
      aSlot({ ...at('2026-05-03'), rule: occurrence('2026-05-03'), state: 'removed' }),
      aSlot({ ...at('2026-05-03', '17:15'), rule: occurrence('2026-05-03') }),
      aSlot({ ...at('2026-05-04'), rule: occurrence('2026-05-04'), state: 'removed' }),
    ];
    const expanded = expandSlots({ rules: [rule], slots, ...range('2026-05-01', '2026-05-06') });
    expect(expanded.notices).toEqual([]);
    expect(
      expanded.slots.map(({ key, locked, distributionId, slotId }) => [key, locked, distributionId, slotId]),
    ).toEqual([
      ['2026-05-01#09:00', true, undefined, slots[0]!.id],
      ['2026-05-02#09:00', false, rule.id, slots[1]!.id],
      ['2026-05-03#17:15', false, undefined, slots[3]!.id],
      ['2026-05-05#09:00', false, undefined, undefined],
    ]);
  });

  it('are one at a moment of a platform, whatever zones and rules they come from, and a lock holds', () => {
    const rules = [
      aRule({ time: '09:00', timezone: 'Europe/Berlin' }),
      aRule({ time: '03:00', timezone: 'America/New_York', locked: true }),
      aRule({ time: '09:00', timezone: 'Europe/Berlin', platformId: '0198a000-0000-7000-8000-000000000002' }),
    ];
    const { slots, notices } = expandSlots({ rules, slots: [], ...range('2026-07-01', '2026-07-02') });
    expect(slots.map(({ key, platformId: id, locked }) => [key, id.at(-1), locked])).toEqual([
      ['2026-07-01#07:00', '1', true],
      ['2026-07-01#07:00', '2', false],
    ]);
    expect(notices).toMatchObject([{ code: 'same_moment', key: '2026-07-01#07:00', platformId }]);
  });

  it('tell of a stored slot whose zone has other rules by now', () => {
    // Stored when Berlin was thought to keep its summer time.
    const slot = aSlot({
      date: '2026-12-01',
      time: '09:00',
      timezone: 'Europe/Berlin',
      instant: '2026-12-01T07:00:00.000Z',
    });
    const { slots, notices } = expandSlots({ rules: [], slots: [slot], ...range('2026-12-01', '2026-12-02') });
    expect(slots).toMatchObject([{ instant: slot.instant }]);
    expect(notices).toMatchObject([{ code: 'zone_changed' }]);
  });

  it('cost what the range holds, however long ago the rules began', () => {
    const rules = ['FREQ=DAILY', 'FREQ=DAILY;COUNT=4000', 'FREQ=WEEKLY;BYDAY=MO,WE', 'FREQ=MONTHLY;BYDAY=-1FR'].map(
      (rrule) => aRule({ rrule, date: rrule.includes('COUNT') ? '2090-01-01' : '2000-01-01', time: '09:00' }),
    );
    const { slots } = expandSlots({ rules, slots: [], ...range('2099-03-01', '2099-04-01') });
    expect(slots.length).toBe(31);
  });

  it('have keys that sort as their moments do', () => {
    expect(slotKey('2026-07-01T09:30:00+02:00')).toBe('2026-07-01#07:30');
    expect(slotKey(ms('2026-07-01T07:30:59.999Z'))).toBe('2026-07-01#07:30');
  });

  it.each([
    { date: '0001-01-01' },
    { date: '2026-02-30' },
    { time: '24:00' },
    { time: '9:00' },
    { timezone: '+02:00' },
    { timezone: 'Mars/Olympus' },
    { slotType: 'golden' },
    { recurrence: 'hourly' },
    { recurrence: { rrule: 'FREQ=HOURLY' } },
  ])('are refused with %j', (wrong) => {
    const slot = { platformId, date: '2026-05-01', time: '09:00', timezone: 'Europe/Berlin' };
    expect(newSlotSchema.safeParse(slot).success).toBe(true);
    expect(newSlotSchema.safeParse({ ...slot, ...wrong }).success).toBe(false);
  });
});
