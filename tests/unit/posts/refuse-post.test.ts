import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeraldError } from '../../../shared/kernel/herald-error.ts';
import type { ProblemCode } from '../../../shared/kernel/problem-codes.ts';
import {
  assertNoProblems,
  listProblems,
  type PostProblems,
  strongestRefusal,
} from '../../../shared/posts/planning/refuse-post.ts';

const platform = { displayName: 'Sandbox' };
const problem = (code: ProblemCode) => ({ field: `/${code}`, code, message: `${code}.`, remedy: `Change ${code}.` });

const conflict = {
  code: 'slot_taken' as const,
  problems: [problem('slot_locked')],
  proposals: [{ at: '2027-01-01T09:00:00.000Z' }],
};
const kinds = {
  request: { request: [problem('draft_with_time')] },
  content: { content: [problem('text_too_long')] },
  time: { time: [problem('too_soon')] },
  conflict: { conflict },
  repeat: { existingId: 'post-1' },
} satisfies Record<string, PostProblems>;

function refusalOf(problems: PostProblems): HeraldError {
  try {
    assertNoProblems(platform, problems);
  } catch (error) {
    if (error instanceof HeraldError) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

describe('the refusal of a post', () => {
  it.each([
    ['invalid_request', kinds.request],
    ['content_invalid', kinds.content],
    ['time_invalid', kinds.time],
    ['slot_taken', kinds.conflict],
    ['duplicate_content', kinds.repeat],
  ])('is %s for its kind, in the words of the one problem', (code, problems) => {
    const [only] = listProblems(problems);
    expect(refusalOf(problems)).toMatchObject({ code, message: only!.message, remedy: only!.remedy });
  });

  it('has every problem, the code of the first kind, and what each kind adds', () => {
    const names = Object.keys(kinds) as (keyof typeof kinds)[];
    const codes = ['invalid_request', 'content_invalid', 'time_invalid', 'slot_taken', 'duplicate_content'];
    fc.assert(
      fc.property(fc.subarray(names, { minLength: 2 }), (chosen) => {
        const problems: PostProblems = Object.assign({}, ...chosen.map((name) => kinds[name]));
        const error = refusalOf(problems);
        expect(error.problems).toEqual(listProblems(problems));
        expect(error.problems).toHaveLength(chosen.length);
        expect(error.code).toBe(codes[names.indexOf(chosen[0]!)]);
        expect(error.message).toContain(`${chosen.length} problems on Sandbox`);
        expect(error.extra.proposals).toEqual(chosen.includes('conflict') ? conflict.proposals : undefined);
        expect(error.extra.existingId).toBe(chosen.includes('repeat') ? 'post-1' : undefined);
      }),
    );
  });

  it('is not there without a problem', () => {
    expect(() => assertNoProblems(platform, {})).not.toThrow();
    expect(() => assertNoProblems(platform, { request: [], content: [], time: [] })).not.toThrow();
  });

  it('of several posts has the code that is strongest among theirs', () => {
    expect(strongestRefusal(['slot_taken', 'content_invalid'])).toBe('content_invalid');
    expect(strongestRefusal(['duplicate_content', 'time_conflict'])).toBe('time_conflict');
    expect(strongestRefusal(['not_found'])).toBeUndefined();
  });
});
