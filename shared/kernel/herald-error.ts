import type { ErrorCode } from './error-table.ts';
import type { ContentProblem } from './problem.ts';

export type { ErrorCode } from './error-table.ts';

interface ErrorDetails {
  remedy: string;
  /** Each thing that is wrong, for bad input. */
  problems?: ContentProblem[];
  /** Further members of the answer, e.g. `existingId`. Never a secret. */
  extra?: Record<string, string | number | boolean | string[] | object[]>;
  /** Headers of the answer that HTTP asks for, e.g. `allow`. */
  headers?: Record<string, string>;
  cause?: unknown;
}

/** The one error that use cases throw on purpose. */
export class HeraldError extends Error {
  override readonly name = 'HeraldError';
  readonly code: ErrorCode;
  readonly remedy: string;
  readonly problems: ContentProblem[];
  readonly extra: Record<string, string | number | boolean | string[] | object[]>;
  readonly headers: Record<string, string>;

  constructor(code: ErrorCode, message: string, details: ErrorDetails) {
    super(message, { cause: details.cause });
    this.code = code;
    this.remedy = details.remedy;
    this.problems = details.problems ?? [];
    this.extra = details.extra ?? {};
    this.headers = details.headers ?? {};
  }
}

/** Whether the same call may succeed later: the error does not come from a decision or from the input. */
export function isPassing({ code }: HeraldError): boolean {
  return code === 'unavailable' || code === 'internal' || code === 'conflict';
}

/** The cursor cannot be read, or another list gave it. */
export function invalidCursor(): HeraldError {
  const message = 'The cursor is not one that this list gave.';
  const remedy = 'Start without a cursor, and pass "nextCursor" of the last page on as it is.';
  return new HeraldError('invalid_request', message, {
    remedy,
    problems: [{ field: '/cursor', code: 'invalid_cursor', message, remedy }],
  });
}

/** A key that lacks the scope for what it asks. */
export function missingScope(owned: readonly string[], scope: string, what = 'This'): HeraldError {
  return new HeraldError(
    'missing_scope',
    `${what} needs a key with the scope "${scope}"; yours has: ${owned.join(', ')}.`,
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
