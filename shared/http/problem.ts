import * as z from 'zod';
import { type ErrorCode, errorCodes, HeraldError } from '../kernel/herald-error.ts';

/** RFC 9457 problem details, with a stable `code`, a `remedy`, and each thing that is wrong by JSON pointer. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    remedy: z.string(),
    instance: z.string(),
    requestId: z.string(),
    errors: z
      .array(
        z.object({
          pointer: z.string(),
          code: z.string(),
          detail: z.string(),
          remedy: z.string(),
          limit: z.union([z.number(), z.string()]).optional(),
          actual: z.union([z.number(), z.string()]).optional(),
        }),
      )
      .optional(),
  })
  .loose()
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;

const titles: Record<ErrorCode, string> = {
  invalid_request: 'The request is not valid',
  unauthenticated: 'No valid API key',
  missing_scope: 'The API key lacks a scope',
  own_request: 'Somebody else must approve',
  not_found: 'Not found',
  illegal_move: 'Not possible in this status',
  conflict: 'Changed at the same moment',
  time_passed: 'Its time has passed',
  duplicate_content: 'The same text again',
  partly_published: 'A part of the thread is published',
  slot_taken: 'The time is taken',
  time_conflict: 'Something is in the way at this time',
  slot_exists: 'There is a slot already',
  slot_in_use: 'The slot holds a post',
  platform_in_use: 'The platform is in use',
  body_too_large: 'The body is too large',
  content_invalid: 'The content breaks the rules of the platform',
  time_invalid: 'No post can be planned for this time',
  idempotency_key_reused: 'The idempotency key was used before',
  platform_error: 'The platform refused',
  internal: 'Something went wrong on our side',
  unavailable: 'Not available at the moment',
};

export function problemOf(error: HeraldError, at: { instance: string; requestId: string }): Problem {
  const { code } = error;
  return {
    // First, so that no extra member can stand in for one of RFC 9457's.
    ...error.extra,
    type: `urn:herald:problem:${code}`,
    title: titles[code],
    status: errorCodes[code],
    detail: error.message,
    code,
    remedy: error.remedy,
    ...at,
    ...(error.problems.length > 0 && {
      errors: error.problems.map(({ field, message, ...problem }) => ({ pointer: field, detail: message, ...problem })),
    }),
  };
}

const throttles = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TimeoutError',
]);

/** Whatever is not ours to explain says nothing of its inside. */
export function toHeraldError(error: unknown): HeraldError {
  if (error instanceof HeraldError) return error;
  if (error instanceof Error && throttles.has(error.name)) {
    return new HeraldError('unavailable', 'A service that Herald needs is busy.', {
      remedy: 'Try again in a few seconds.',
      cause: error,
    });
  }
  return new HeraldError('internal', 'An unexpected error stopped this request.', {
    remedy: 'Try again. If it stays, tell the operator the requestId.',
    cause: error,
  });
}
