import { describe, expect, it } from 'vitest';
import { nextAttempt } from '../../../infra/local/aws/delivery/retry-policy.ts';
import { fireTime } from '../../../infra/local/aws/scheduler/fire-time.ts';
import { momentOf } from '../../../infra/local/aws/scheduler/schedule-expression.ts';
import { ScheduleDefinition } from '../../../infra/local/aws/scheduler/schedule-input.ts';

describe('at(...)', () => {
  it.each([
    ['2030-01-01T10:00:00', 'UTC', '2030-01-01T10:00:00.000Z'],
    ['2030-07-01T10:00:30', 'Europe/Berlin', '2030-07-01T08:00:30.000Z'],
    ['2030-01-01T10:00:00', 'America/New_York', '2030-01-01T15:00:00.000Z'],
    // 02:30 is skipped on this night, and comes twice on the other.
    ['2030-03-31T02:30:00', 'Europe/Berlin', '2030-03-31T01:30:00.000Z'],
    ['2030-10-27T02:30:00', 'Europe/Berlin', '2030-10-27T00:30:00.000Z'],
  ])('%s in %s is %s', (local, zone, expected) => {
    expect(new Date(momentOf(`at(${local})`, zone)).toISOString()).toBe(expected);
  });

  it.each(['at(2030-01-01 10:00:00)', 'at(2030-01-01T10:00:00Z)', 'at(2030-13-01T10:00:00)', 'cron(0 1 * * ? *)'])(
    'refuses %s',
    (expression) => {
      expect(() => momentOf(expression, 'UTC')).toThrow('Invalid Schedule Expression');
    },
  );
});

describe('the firing moment', () => {
  const definition = (minutes?: number) =>
    ScheduleDefinition.parse({
      ScheduleExpression: 'at(2030-01-01T10:00:00)',
      FlexibleTimeWindow: minutes ? { Mode: 'FLEXIBLE', MaximumWindowInMinutes: minutes } : { Mode: 'OFF' },
      Target: { Arn: 'arn:aws:lambda:r:a:function:f', RoleArn: 'arn:aws:iam::000000000000:role/r' },
    });
  const due = Date.parse('2030-01-01T10:00:00Z');
  const delays = (seed: number, jitterSeconds: number, minutes?: number, now = 0) =>
    Array.from({ length: 2000 }, (_, index) => {
      const key = { Name: `post-${index}`, GroupName: 'default' };
      return fireTime(due, key, definition(minutes), { jitterSeconds, seed, now }) - due;
    });

  it('lies evenly in the minute after the scheduled one', () => {
    const moments = delays(1, 60);
    expect(Math.min(...moments)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...moments)).toBeLessThan(60_000);
    const mean = moments.reduce((sum, moment) => sum + moment, 0) / moments.length;
    expect(mean).toBeGreaterThan(28_000);
    expect(mean).toBeLessThan(32_000);
  });

  it('is the same for the same seed, and another for another', () => {
    expect(delays(1, 60)).toEqual(delays(1, 60));
    expect(delays(1, 60)).not.toEqual(delays(2, 60));
  });

  it('is exact without jitter, lies in a flexible window, and is now for what has passed', () => {
    expect(Math.max(...delays(1, 0))).toBe(0);
    expect(Math.max(...delays(1, 60, 15))).toBeGreaterThan(14 * 60_000);
    expect(new Set(delays(1, 60, undefined, due + 5000))).toEqual(new Set([5000]));
  });
});

describe('the next attempt', () => {
  const policy = (MaximumRetryAttempts = 185, MaximumEventAgeInSeconds = 86_400) => ({
    MaximumRetryAttempts,
    MaximumEventAgeInSeconds,
  });

  it('comes after growing pauses of at most ten minutes', () => {
    const pauses = [1, 2, 3, 10, 11, 100].map((failures) => nextAttempt(policy(), failures, 0, 0));
    expect(pauses).toEqual([1, 2, 4, 512, 600, 600].map((seconds) => ({ at: seconds * 1000 })));
  });

  it('does not come when attempts or age are used up', () => {
    expect(nextAttempt(policy(0), 1, 0, 0)).toEqual({ exhausted: 'MaximumRetryAttempts' });
    expect(nextAttempt(policy(2), 2, 0, 0)).toEqual({ at: 2000 });
    expect(nextAttempt(policy(2), 3, 0, 0)).toEqual({ exhausted: 'MaximumRetryAttempts' });
    expect(nextAttempt(policy(185, 60), 6, 0, 31_000)).toEqual({ exhausted: 'MaximumEventAgeInSeconds' });
  });
});
