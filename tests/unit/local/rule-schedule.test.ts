import { describe, expect, it } from 'vitest';
import { nextOccurrence, scheduleProblem } from '../../../infra/local/aws/event-bus/rule-schedule.ts';

const next = (expression: string, after: string, createdAt = after) => {
  const moment = nextOccurrence(expression, Date.parse(createdAt), Date.parse(after));
  return moment === undefined ? undefined : new Date(moment).toISOString().slice(0, 16);
};

describe('rate', () => {
  it('counts from the creation of the rule, not from the last firing', () => {
    expect(next('rate(1 minute)', '2030-01-01T00:00:00Z')).toBe('2030-01-01T00:01');
    expect(next('rate(2 hours)', '2030-01-01T09:59:00Z', '2030-01-01T00:30:00Z')).toBe('2030-01-01T10:30');
    expect(next('rate(1 day)', '2030-01-05T12:00:00Z', '2030-01-01T12:00:00Z')).toBe('2030-01-06T12:00');
  });

  it.each(['rate(1 minutes)', 'rate(2 minute)', 'rate(0 days)', 'rate(5 seconds)', 'rate(x)', 'every(1 day)'])(
    'refuses %s',
    (expression) => {
      expect(() => next(expression, '2030-01-01T00:00:00Z')).toThrow('not valid');
    },
  );
});

describe('cron', () => {
  it.each([
    ['cron(0 10 * * ? *)', '2030-01-01T09:00:00Z', '2030-01-01T10:00'],
    ['cron(0 10 * * ? *)', '2030-01-01T10:00:00Z', '2030-01-02T10:00'],
    ['cron(0/15 * * * ? *)', '2030-01-01T10:46:00Z', '2030-01-01T11:00'],
    ['cron(5,35 8-10 * * ? *)', '2030-01-01T10:06:00Z', '2030-01-01T10:35'],
    ['cron(0 18 ? * MON-FRI *)', '2030-01-04T19:00:00Z', '2030-01-07T18:00'],
    ['cron(0 18 ? * 1 *)', '2030-01-01T00:00:00Z', '2030-01-06T18:00'],
    ['cron(0 0 29 2 ? *)', '2030-01-01T00:00:00Z', '2032-02-29T00:00'],
    ['cron(0 0 1 JAN,JUL ? 2031-2040/3)', '2030-01-01T00:00:00Z', '2031-01-01T00:00'],
  ])('%s after %s is %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  it('ends with its last year', () => {
    expect(next('cron(0 0 1 1 ? 2029)', '2030-01-01T00:00:00Z')).toBeUndefined();
  });

  it.each([
    'cron(0 10 * * *)',
    'cron(0 10 * * * *)',
    'cron(60 10 * * ? *)',
    'cron(0 10 ? * XYZ *)',
    'cron(0 10 ? * ? *)',
  ])('refuses %s', (expression) => {
    expect(() => next(expression, '2030-01-01T00:00:00Z')).toThrow();
  });

  it.each([
    'cron(0 0 L * ? *)',
    'cron(0 0 1W * ? *)',
    'cron(0 0 ? * 2#1 *)',
    'cron(0 0 ? * FRIL *)',
    'cron(0 0 ? * L *)',
  ])('refuses %s, which AWS takes, by what the local cloud does not know', (expression) => {
    expect(scheduleProblem(expression)).toContain('the local cloud does not know L, W and #');
  });

  it('has no problem with the months and weekdays that end in the same letters', () => {
    expect(['cron(0 0 1 JUL ? *)', 'cron(0 0 ? APR WED *)'].map(scheduleProblem)).toEqual([undefined, undefined]);
  });
});
