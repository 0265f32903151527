import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveScheduledTime } from '../../../shared/kernel/time/instant.ts';
import { zoneChange } from '../../../shared/posts/planning/zone-change.ts';

const planned = (scheduledFor: string, localTime: string, timezone = 'Europe/Berlin') => {
  return { status: 'scheduled' as const, scheduledFor, localTime, timezone };
};

describe('a change of a zone’s rules', () => {
  it('is seen where the local time is another moment by the rules of today', () => {
    const change = zoneChange(planned('2027-07-01T08:00:00.000Z', '2027-07-01T09:00:00'));
    expect(change).toMatchObject({ instant: '2027-07-01T07:00:00.000Z', shiftMinutes: -60 });
    expect(change?.message).toContain('60 min earlier');
    expect(zoneChange(planned('2027-07-01T07:00:00.000Z', '2027-07-01T09:00:00'))).toBeUndefined();
  });

  it('is none where a local time comes twice, or is skipped, and was planned as it is said', () => {
    for (const at of ['2027-10-31T00:30:00.000Z', '2027-10-31T01:30:00.000Z']) {
      expect(zoneChange(planned(at, '2027-10-31T02:30:00'))).toBeUndefined();
    }
    expect(zoneChange(planned('2027-03-28T01:30:00.000Z', '2027-03-28T02:30:00'))).toBeUndefined();
    expect(zoneChange(planned('2027-03-28T00:30:00.000Z', '2027-03-28T02:30:00'))).toMatchObject({ shiftMinutes: 60 });
  });

  it('is nobody’s concern once the post has ended, and unknown where the zone is gone', () => {
    const moved = planned('2027-07-01T08:00:00.000Z', '2027-07-01T09:00:00');
    expect(zoneChange({ ...moved, status: 'published' })).toBeUndefined();
    expect(zoneChange({ ...moved, timezone: 'Europe/Nowhere' })).toBeUndefined();
    expect(zoneChange({ ...moved, localTime: undefined })).toBeUndefined();
  });

  it('is never seen in what was planned by the rules of today, in any zone at any moment', () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    const moments = fc.date({ min: new Date('2024-01-01'), max: new Date('2031-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(zones, moments, fc.boolean(), (timezone, moment, asLocal) => {
        const said = asLocal ? moment.toISOString().slice(0, 19) : moment.toISOString();
        const time = resolveScheduledTime(said, timezone);
        if ('problem' in time) throw new Error(time.message);
        expect(zoneChange(planned(time.instant, time.localTime!, timezone))).toBeUndefined();
      }),
    );
  });
});
