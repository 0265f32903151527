import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as Landing from '../../../shared/posts/publishing/landing.ts';

describe('the moment at which a publish message lands', () => {
  let landingFor: typeof Landing.landingFor;
  beforeEach(async () => {
    // Each a process of its own, which has sent nothing yet.
    vi.resetModules();
    ({ landingFor } = await import('../../../shared/posts/publishing/landing.ts'));
  });
  const leads = (moments: number[]) => moments.map((at) => at - landingFor(at));

  it('is early enough for a worker to start where none can be running', () => {
    const day = 86_400_000;
    for (const lead of leads([0, day, 2 * day, 3 * day, 4 * day, 5 * day])) expect(lead).toBeGreaterThan(1_000);
  });

  it('is just before the moment where posts follow each other, so that none holds a place for long', () => {
    for (const between of [300, 10]) {
      const leading = leads(Array.from({ length: 400 }, (_, index) => index * between));
      const late = leading.slice(leading.findIndex((lead) => lead <= 300));
      expect(late.length).toBeGreaterThan(190);
      expect(Math.max(...late)).toBeLessThanOrEqual(300);
      expect(Math.min(...late)).toBeGreaterThanOrEqual(250);
    }
  });

  it('is early enough for every post of one moment, each of which needs a worker of its own', () => {
    const hour = 3_600_000;
    expect(Math.min(...leads(Array.from({ length: 50 }, () => hour)))).toBeGreaterThan(1_000);
  });

  it('is just before the moment from the fifth post on where each goes out by itself: others may have taken the worker of one', () => {
    const all = leads(Array.from({ length: 20 }, (_, index) => index * 5_000));
    expect(Math.min(...all.slice(0, 4))).toBeGreaterThan(1_000);
    expect(Math.max(...all.slice(4))).toBeLessThanOrEqual(300);
  });

  it('is early enough for whatever goes out beside more posts than did before', () => {
    const hour = 3_600_000;
    const alone = [0, 5_000, 10_000, 15_000, 20_000];
    const sent = leads([...alone, ...Array.from({ length: 4 }, () => hour / 30)]);
    expect(sent[alone.length]).toBeLessThanOrEqual(300);
    for (const lead of sent.slice(alone.length + 1)) expect(lead).toBeGreaterThan(1_000);
  });

  it('counts no message for workers that run which lands later', () => {
    const hour = 3_600_000;
    expect(leads([hour, hour, hour, hour, hour, 0]).at(-1)).toBeGreaterThan(1_000);
  });

  it('is never so early that the worker would have to send the message on', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1_000_000 }), { maxLength: 40 }), (moments) => {
        // With the second that SQS may round away.
        for (const lead of leads(moments)) expect(lead + 1_000).toBeLessThan(2_500);
      }),
    );
  });
});
