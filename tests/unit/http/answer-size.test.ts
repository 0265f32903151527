import { describe, expect, it } from 'vitest';
import { allEndpoints } from '../../../shared/http/all-endpoints.ts';
import { assertFits, MAX_ANSWER_BYTES } from '../../../shared/http/answer-size.ts';

const endpoint = (id: string) => allEndpoints.find(({ operationId }) => operationId === id)!;
/** Escaped inside Lambda's answer, each quote takes two bytes. */
const quotes = (bytes: number) => '"'.repeat((bytes - 2) / 2);
const check = (id: string, body: string) => () => assertFits(endpoint(id), { body });

describe('an answer that no function can send', () => {
  it('is measured as Lambda sends it', () => {
    expect(check('getCalendar', quotes(MAX_ANSWER_BYTES))).not.toThrow();
    expect(check('getCalendar', quotes(MAX_ANSWER_BYTES + 2))).toThrow(/6000002 bytes/);
  });

  it('is refused with the way around it where nothing was changed, previews among it', () => {
    const tooLarge = quotes(MAX_ANSWER_BYTES + 2);
    const refusal = { code: 'invalid_request', problems: [{ code: 'too_large', limit: MAX_ANSWER_BYTES }] };
    expect(check('getCalendar', tooLarge)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
    for (const [id, field] of [
      ['getCalendar', ''],
      ['previewCrossPost', '/platforms'],
      ['validateDistribution', ''],
    ] as const) {
      try {
        check(id, tooLarge)();
        expect.unreachable();
      } catch (error) {
        expect(error).toMatchObject({ ...refusal, problems: [{ ...refusal.problems[0], field }] });
      }
    }
  });

  it('says that it is done where something was changed, so that nobody repeats it', () => {
    expect(check('approveDistributions', quotes(MAX_ANSWER_BYTES + 2))).toThrow(
      expect.objectContaining({ code: 'answer_too_large', message: expect.stringContaining('is done') }),
    );
  });
});
