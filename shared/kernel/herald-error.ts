import type { ContentProblem } from './problem.ts';

/** Every code a caller can meet, with its HTTP status and when it is thrown. */
export const errorCodes = {
  /** The body, a query parameter or the path does not fit its schema, or contradicts itself; `problems` has each one. */
  invalid_request: 400,
  /** No key, or one that is unknown, wrong, expired or revoked. */
  unauthenticated: 401,
  /** The key lacks the scope that the route asks for. */
  missing_scope: 403,
  /** The platform wants somebody else's approval than that of the requester. */
  own_request: 403,
  /** No such thing for this tenant. */
  not_found: 404,
  /** The distribution's status does not allow this move. */
  illegal_move: 409,
  /** Somebody else changed the thing at the same moment; read it again. */
  conflict: 409,
  /** What waits for an approval was planned for a time that has passed. */
  time_passed: 409,
  /** The same text goes to the same platform within 24 hours. */
  duplicate_content: 409,
  /** Part of the thread stands on the platform already, so its text cannot change. */
  partly_published: 409,
  /** The asked time is a slot that is locked or holds another post; `proposals` has free times near it. */
  slot_taken: 409,
  /** A limit or the same text is in the way, and the caller said to reject; `proposals` has free times near it. */
  time_conflict: 409,
  /** There is a slot of the platform at this moment already. */
  slot_exists: 409,
  /** The slot holds a post: say what becomes of it. */
  slot_in_use: 409,
  /** The platform still has posts waiting. */
  platform_in_use: 409,
  /** A request body over the limit. */
  body_too_large: 413,
  /** The content breaks the platform's rules; `problems` has each one. */
  content_invalid: 422,
  /** No post can be planned for this time: it cannot be read, or the platform takes none or not this one. */
  time_invalid: 422,
  /** An Idempotency-Key was used before with another body. */
  idempotency_key_reused: 422,
  /** The platform refused, or did not answer in time. */
  platform_error: 422,
  /** Our own fault. */
  internal: 500,
  /** A service we need does not answer; try again. */
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof errorCodes;

interface ErrorDetails {
  remedy: string;
  /** Each thing that is wrong, for bad input. */
  problems?: ContentProblem[];
  /** Further members of the answer, e.g. `existingId`. Never a secret. */
  extra?: Record<string, string | number | boolean | string[] | object[]>;
  cause?: unknown;
}

/** The one error that use cases throw on purpose. */
export class HeraldError extends Error {
  override readonly name = 'HeraldError';
  readonly code: ErrorCode;
  readonly remedy: string;
  readonly problems: ContentProblem[];
  readonly extra: Record<string, string | number | boolean | string[] | object[]>;

  constructor(code: ErrorCode, message: string, details: ErrorDetails) {
    super(message, { cause: details.cause });
    this.code = code;
    this.remedy = details.remedy;
    this.problems = details.problems ?? [];
    this.extra = details.extra ?? {};
  }
}

/** Whether the same may succeed the next time: nobody has decided against it. */
export function isPassing({ code }: HeraldError): boolean {
  return code === 'unavailable' || code === 'internal' || code === 'conflict';
}

/** A cursor that is none of ours, or does not fit the list. */
export function invalidCursor(): HeraldError {
  const message = 'The cursor is not one that this list gave.';
  const remedy = 'Start without a cursor, and pass "nextCursor" of the last page on as it is.';
  return new HeraldError('invalid_request', message, {
    remedy,
    problems: [{ field: '/cursor', code: 'invalid_cursor', message, remedy }],
  });
}

/** A key that lacks the scope for what it asks. */
export function missingScope(owned: readonly string[], scope: string): HeraldError {
  return new HeraldError(
    'missing_scope',
    `This needs a key with the scope "${scope}"; yours has: ${owned.join(', ')}.`,
    {
      remedy: 'Use another key, or have an admin create one: POST /api/v1/api-keys.',
      extra: { requiredScope: scope },
    },
  );
}

export function notFound(what: string, id: string): HeraldError {
  return new HeraldError('not_found', `There is no ${what} with id ${id}.`, {
    remedy: `Check the id, or list what there is with GET.`,
  });
}
