import { describe, expect, it } from 'vitest';
import { memberTimes } from '../../../shared/cross-posts/model/member-times.ts';
import { HeraldError } from '../../../shared/kernel/herald-error.ts';

type Timing = Parameters<typeof memberTimes>[0];

function refusalOf(input: Timing): HeraldError {
  try {
    memberTimes(input, 2);
  } catch (error) {
    if (error instanceof HeraldError) return error;
    throw error;
  }
  throw new Error('The times were taken.');
}

describe('the times of the members of a cross-post', () => {
  it('keep a zone that comes without a time, so that each member checks it', () => {
    expect(memberTimes({ timezone: 'X/Y' } as Timing, 2)).toEqual([{ timezone: 'X/Y' }, { timezone: 'X/Y' }]);
  });

  it('are refused as a single post is, whatever the strategy, where the time or its zone is none', () => {
    for (const timing of [
      { timingStrategy: 'staggered', staggerMinutes: 5, scheduledFor: '2999-01-01T09:00:00', timezone: 'X/Y' },
      { timingStrategy: 'optimized', scheduledFor: '2001-01-01T09:00:00Z' },
    ] as Timing[]) {
      const { code, problems } = refusalOf(timing);
      expect(code).toBe('time_invalid');
      expect(problems.length).toBeGreaterThan(0);
    }
  });

  it('are a bad request where a staggered cross-post says no minutes', () => {
    const refused = refusalOf({ timingStrategy: 'staggered', scheduledFor: '2999-01-01T09:00:00Z' } as Timing);
    expect(refused.code).toBe('invalid_request');
    expect(refused.problems.map(({ field }) => field)).toEqual(['/staggerMinutes']);
  });
});
