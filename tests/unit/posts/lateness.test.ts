import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publishedTimes } from '../../../shared/posts/outcome/published-times.ts';

const minute = (number: number) => new Date(Date.UTC(2026, 0, 1, 12, number)).toISOString();

describe('how late a post is', () => {
  it('counts from the due moment of the plan that went out, and tells apart what a limit or a retry put off', () => {
    const state = { scheduledFor: minute(0), dueAt: minute(30) };
    const { lateByMs, deferredByMs } = publishedTimes(state, {}, Date.parse(minute(31)));
    expect({ lateByMs, deferredByMs }).toEqual({ lateByMs: 60_000, deferredByMs: 1_800_000 });
  });

  it('has put nothing off where the post goes out at its own time, or had none', () => {
    expect(publishedTimes({ scheduledFor: minute(0), dueAt: minute(0) }, {}, Date.parse(minute(0)))).toMatchObject({
      lateByMs: 0,
      deferredByMs: 0,
    });
    expect(publishedTimes({ scheduledFor: undefined, dueAt: minute(0) }, {}, Date.parse(minute(2)))).toMatchObject({
      lateByMs: 120_000,
      deferredByMs: 0,
    });
  });

  it('adds up to the time between what was asked for and the visible call', () => {
    const later = fc.nat({ max: 7 * 86_400_000 });
    fc.assert(
      fc.property(later, later, (deferred, late) => {
        const asked = Date.UTC(2026, 0, 1);
        const state = { scheduledFor: new Date(asked).toISOString(), dueAt: new Date(asked + deferred).toISOString() };
        const { lateByMs, deferredByMs } = publishedTimes(state, {}, asked + deferred + late);
        expect({ lateByMs, deferredByMs }).toEqual({ lateByMs: late, deferredByMs: deferred });
      }),
    );
  });

  it("shows the platform's own time where it gives one that can be read, else the moment of the call", () => {
    const state = { scheduledFor: minute(0), dueAt: minute(0) };
    const calledAt = Date.parse(minute(1));
    expect(publishedTimes(state, { publishedAt: '2026-01-01T12:00:30Z' }, calledAt).publishedAt).toBe(
      '2026-01-01T12:00:30.000Z',
    );
    expect(publishedTimes(state, { publishedAt: 'soon' }, calledAt).publishedAt).toBe(minute(1));
  });
});
