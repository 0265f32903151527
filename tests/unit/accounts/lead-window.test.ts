import { describe, expect, it } from 'vitest';
import { assertWindowOpen, windowProblems } from '../../../shared/accounts/lead-window.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const window = { minLeadMinutes: 5, maxLeadDays: 30 };
const at = (ms: number) => new Date(NOW + ms).toISOString();
const MINUTE = 60_000;
const DAY = 86_400_000;

describe('how near and how far a planned time may be', () => {
  it('takes both ends of the window and everything between', () => {
    for (const ahead of [5 * MINUTE, DAY, 30 * DAY]) expect(windowProblems(window, at(ahead), NOW)).toEqual([]);
  });

  it.each([
    [5 * MINUTE - 1, 'too_soon', 5, 4],
    [0, 'too_soon', 5, 0],
    [30 * DAY + 1, 'too_far', 30, 31],
  ])('refuses what is %i ms ahead as %s, and says which time would do', (ahead, code, limit, actual) => {
    const [problem, ...others] = windowProblems(window, at(ahead), NOW);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ field: '/scheduledFor', code, limit, actual });
    const named = /\d{4}-[\d:T.-]+Z/.exec(problem!.remedy)![0];
    expect(windowProblems(window, named, NOW)).toEqual([]);
  });

  it('takes any time where the platform sets no window, and leaves the past to others', () => {
    expect(windowProblems({}, at(1), NOW)).toEqual([]);
    expect(windowProblems({}, at(365 * DAY), NOW)).toEqual([]);
    expect(windowProblems(window, at(-MINUTE), NOW)).toEqual([]);
    expect(windowProblems(window, undefined, NOW)).toEqual([]);
  });

  it('is not to be set so that no time fits', () => {
    expect(() => assertWindowOpen({ minLeadMinutes: 1_440, maxLeadDays: 1 })).toThrow(/No time/);
    assertWindowOpen({ minLeadMinutes: 1_439, maxLeadDays: 1 });
    assertWindowOpen({ minLeadMinutes: 40_000 });
  });
});
