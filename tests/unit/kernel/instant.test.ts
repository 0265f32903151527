import { describe, expect, it } from 'vitest';
import { resolveScheduledTime } from '../../../shared/kernel/time/instant.ts';

describe('the time that a user asks for', () => {
  it('is the instant of its offset, with the zone kept beside it', () => {
    expect(resolveScheduledTime('2026-12-01T09:30:00+02:00', 'America/New_York')).toEqual({
      instant: '2026-12-01T07:30:00.000Z',
      timezone: 'America/New_York',
      localTime: '2026-12-01T02:30:00',
      notice: undefined,
    });
  });

  it('is wall clock time in the zone where it has no offset', () => {
    expect(resolveScheduledTime('2026-07-01T09:30:00', 'Europe/Berlin')).toMatchObject({
      instant: '2026-07-01T07:30:00.000Z',
      localTime: '2026-07-01T09:30:00',
    });
  });

  it('needs a zone where it has no offset', () => {
    expect(resolveScheduledTime('2026-07-01T09:30:00', undefined)).toMatchObject({ problem: 'needs_timezone' });
  });

  it('moves on where the clocks skip it, and says so', () => {
    const time = resolveScheduledTime('2027-03-28T02:30:00', 'Europe/Berlin');
    expect(time).toMatchObject({ instant: '2027-03-28T01:30:00.000Z' });
    expect('notice' in time && time.notice).toMatch(/does not exist.*03:30/);
  });

  it('is the first of two where the clocks go back, and says so', () => {
    const time = resolveScheduledTime('2026-10-25T02:30:00', 'Europe/Berlin');
    expect(time).toMatchObject({ instant: '2026-10-25T00:30:00.000Z' });
    expect('notice' in time && time.notice).toMatch(/exists twice/);
  });

  it.each(['tomorrow', '2026-13-01T00:00:00Z', '2026-01-01', ''])('refuses %j', (text) => {
    expect(resolveScheduledTime(text, 'Europe/Berlin')).toMatchObject({ problem: 'not_a_time' });
  });

  it('refuses what no clock of a zone can show, however it is written', () => {
    for (const text of ['+275760-09-13T00:00:00Z', '-271821-04-20T00:00:00+14:00', '+275760-09-12T23:00:00-23:00'])
      for (const zone of ['Europe/Berlin', 'Pacific/Kiritimati', undefined])
        expect(resolveScheduledTime(text, zone)).toMatchObject({ problem: 'not_a_time' });
  });

  it.each(['Mars/Olympus', '+02:00', 'GMT+25'])('refuses the zone %j', (zone) => {
    expect(resolveScheduledTime('2026-07-01T09:30:00', zone)).toMatchObject({ problem: 'unknown_timezone' });
  });

  it('takes a blank for the T, as RFC 3339 does', () => {
    for (const text of ['2027-07-05 15:00:00', '2027-07-05 15:00', ' 2027-07-05t15:00:00 '])
      expect(resolveScheduledTime(text, 'Europe/Berlin')).toMatchObject({ instant: '2027-07-05T13:00:00.000Z' });
    expect(resolveScheduledTime('2027-07-05 15:00:00+02:00', undefined)).toMatchObject({
      instant: '2027-07-05T13:00:00.000Z',
    });
  });

  it('keeps the zone behind the time, as RFC 9557 does, and refuses one that must hold and does not', () => {
    const berlin = { instant: '2027-07-05T13:00:00.000Z', timezone: 'Europe/Berlin', localTime: '2027-07-05T15:00:00' };
    for (const text of [
      '2027-07-05T15:00:00+02:00[Europe/Berlin]',
      '2027-07-05T15:00:00+02:00[!Europe/Berlin]',
      '2027-07-05T13:00:00Z[!Europe/Berlin]',
      '2027-07-05T15:00:00[Europe/Berlin]',
    ])
      expect(resolveScheduledTime(text, undefined), text).toMatchObject(berlin);
    expect(resolveScheduledTime('2027-07-05T15:00:00+01:00[!Europe/Berlin]', undefined)).toMatchObject({
      problem: 'not_a_time',
    });
    // Without the mark the offset decides, as the RFC lets it.
    expect(resolveScheduledTime('2027-07-05T15:00:00+01:00[Europe/Berlin]', undefined)).toMatchObject({
      instant: '2027-07-05T14:00:00.000Z',
      timezone: 'Europe/Berlin',
    });
    expect(resolveScheduledTime('2027-07-05T15:00:00+02:00[Mars/Olympus]', undefined)).toMatchObject({
      problem: 'unknown_timezone',
    });
  });
});
