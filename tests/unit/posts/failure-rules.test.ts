import { describe, expect, it } from 'vitest';
import {
  disconnects,
  PlatformError,
  type PlatformFailure,
  type PlatformFailureClass,
} from '../../../shared/platforms/contract/platform-failure.ts';
import { failureRules, type NextStep, nextStep } from '../../../shared/posts/outcome/failure-rules.ts';

const NOW = Date.parse('2026-01-01T12:00:00Z');
const policy = { maxRetries: 3, retryDelaySeconds: 300 };
const failed = (failure: PlatformFailure) => new PlatformError(failure, 'It failed.', { remedy: 'Try again.' });
const fresh = { retryCount: 0, waitCount: 0 };

describe('what a failure means for the post', () => {
  /** Every class: one without a row does not compile. */
  const firstSteps: { [Class in PlatformFailureClass]: NextStep } = {
    RETRY_LATER: { step: 'retry', at: NOW + 150_000 },
    AUTH_EXPIRED: { step: 'retry', at: NOW + 150_000 },
    RATE_LIMITED: { step: 'defer', at: NOW + 150_000 },
    DAILY_CAP: { step: 'defer', at: Date.parse('2026-01-02T00:00:00Z') },
    RECONNECT: { step: 'hold' },
    PERMISSION: { step: 'fail' },
    ACCOUNT_PROBLEM: { step: 'fail' },
    CONTENT_REJECTED: { step: 'fail' },
    DUPLICATE: { step: 'fail' },
    NOT_FOUND: { step: 'fail' },
    OPERATOR: { step: 'fail' },
    UNKNOWN_OUTCOME: { step: 'unknown' },
  };
  const classes = Object.keys(failureRules) as PlatformFailureClass[];

  it.each(classes)('%s has its one first step', (name) => {
    const next = nextStep(failed({ class: name } as PlatformFailure), fresh, policy, NOW, 0.5);
    expect(next).toEqual(firstSteps[name]);
  });

  it.each(classes)('%s ends: after so many tries or waits nothing is tried again', (name) => {
    const error = failed({ class: name } as PlatformFailure);
    const counts = { ...fresh };
    for (let times = 0; times < 1_000; times += 1) {
      const { step } = nextStep(error, counts, policy, NOW, 0.5);
      if (step === 'retry') counts.retryCount += 1;
      else if (step === 'defer') counts.waitCount += 1;
      else return;
    }
    expect.fail(`${name} was tried again ${JSON.stringify(counts)} times.`);
  });

  it('never tries again after an unknown outcome, however often it was tried', () => {
    for (const retryCount of [0, 1, 5]) {
      const next = nextStep(failed({ class: 'UNKNOWN_OUTCOME' }), { retryCount, waitCount: 0 }, policy, NOW, 0.5);
      expect(next).toEqual({ step: 'unknown' });
    }
  });

  it('tries three times within five minutes, with full jitter and doubling, and then fails', () => {
    const error = failed({ class: 'RETRY_LATER' });
    expect(nextStep(error, fresh, policy, NOW, 0)).toEqual({ step: 'retry', at: NOW + 1_000 });
    expect(nextStep(error, fresh, policy, NOW, 0.5)).toEqual({ step: 'retry', at: NOW + 150_000 });
    const second = nextStep(error, { retryCount: 1, waitCount: 0 }, policy, NOW, 0.5);
    expect(second).toEqual({ step: 'retry', at: NOW + 300_000 });
    expect(nextStep(error, { retryCount: 3, waitCount: 0 }, policy, NOW, 0)).toEqual({ step: 'fail' });
  });

  it('comes back exactly when the platform says, without counting it as a failed try', () => {
    const error = failed({ class: 'RATE_LIMITED', retryAt: NOW + 61_000 });
    expect(nextStep(error, { retryCount: 3, waitCount: 0 }, policy, NOW, 0.9)).toEqual({
      step: 'defer',
      at: NOW + 61_000,
    });
  });

  it('does not believe a platform that says a time beyond all reason: its own back-off moves the post', () => {
    for (const retryAt of [NOW + 2 * 86_400_000, 4e14, 9e18, Number.NaN, Number.POSITIVE_INFINITY]) {
      const next = nextStep(failed({ class: 'RATE_LIMITED', retryAt }), fresh, policy, NOW, 0.5);
      expect(next).toEqual({ step: 'defer', at: NOW + 150_000 });
    }
  });

  it('waits for the next day where a daily cap names no time', () => {
    const next = nextStep(failed({ class: 'DAILY_CAP' }), fresh, policy, NOW, 0.5);
    expect(next).toEqual({ step: 'defer', at: Date.parse('2026-01-02T00:00:00Z') });
  });

  it('never plans a try for the past', () => {
    const error = failed({ class: 'RETRY_LATER', retryAt: NOW - 5_000 });
    expect(nextStep(error, fresh, policy, NOW, 0.5)).toEqual({ step: 'retry', at: NOW });
  });

  it('does not wait for a limit without end', () => {
    expect(nextStep(failed({ class: 'DAILY_CAP' }), { retryCount: 0, waitCount: 24 }, policy, NOW, 0)).toEqual({
      step: 'fail',
    });
  });

  it('disconnects a platform for refused credentials only', () => {
    const classes = Object.keys(failureRules) as PlatformFailureClass[];
    const refusing = classes.filter((name) => disconnects(failed({ class: name } as PlatformFailure)));
    expect(refusing).toEqual(['RECONNECT']);
  });
});
