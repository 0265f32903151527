import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LatePolicy } from '../../../shared/accounts/late-policy.ts';
import { latePolicyFor } from '../../../shared/posts/outcome/late-post.ts';

const DUE = Date.parse('2027-03-01T09:00:00Z');
const dueAt = new Date(DUE).toISOString();
const MINUTE_MS = 60_000;
const policies = fc.option(fc.constantFrom<LatePolicy>('publish', 'ask', 'skip'), { nil: undefined });
const minutes = fc.option(fc.integer({ min: 1, max: 43_200 }), { nil: undefined });
const settings = fc.record({ latePolicy: policies, lateAfterMinutes: minutes });

describe('what becomes of a post that is late', () => {
  it('is decided by its own setting, then by its platform’s, then by the default of an hour', () => {
    fc.assert(
      fc.property(settings, settings, fc.integer({ min: -60, max: 50_000 * 60 }), (own, platform, seconds) => {
        const policy = latePolicyFor({ dueAt, ...own }, platform, DUE + seconds * 1000);
        const limit = own.lateAfterMinutes ?? platform.lateAfterMinutes ?? 60;
        const isLate = seconds > limit * 60;
        expect(policy).toBe(isLate ? (own.latePolicy ?? platform.latePolicy ?? 'publish') : 'publish');
      }),
    );
  });

  it('is not late at the very end of its time, and late a millisecond after it', () => {
    const state = { dueAt, latePolicy: 'skip' as const, lateAfterMinutes: 5 };
    expect(latePolicyFor(state, {}, DUE + 5 * MINUTE_MS)).toBe('publish');
    expect(latePolicyFor(state, {}, DUE + 5 * MINUTE_MS + 1)).toBe('skip');
  });

  it('goes on with a thread of which a part is out, however late', () => {
    const thread = { done: 1, root: { externalId: '1' }, parent: { externalId: '1' } };
    const state = { dueAt, latePolicy: 'skip' as const, thread };
    expect(latePolicyFor(state, {}, DUE + 365 * 1_440 * MINUTE_MS)).toBe('publish');
  });

  it('publishes what has no due moment: it was asked for at once', () => {
    expect(latePolicyFor({ dueAt: undefined, latePolicy: 'skip' }, {}, DUE)).toBe('publish');
  });
});
