import { errorTable } from '../kernel/error-table.ts';
import { HeraldError } from '../kernel/herald-error.ts';
import { ERRORS_PATH } from './errors-path.ts';
import type { Problem } from './problem-schema.ts';

export function problemOf(error: HeraldError, at: { instance: string; requestId: string }): Problem {
  const { code } = error;
  return {
    // First, so that no extra member can stand in for one of RFC 9457's.
    ...error.extra,
    type: `${ERRORS_PATH}/${code}`,
    title: errorTable[code].title,
    status: errorTable[code].status,
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
      headers: { 'retry-after': '5' },
      cause: error,
    });
  }
  return new HeraldError('internal', 'An unexpected error stopped this request.', {
    remedy: 'Try again. If it stays, tell the operator the requestId.',
    cause: error,
  });
}

const ROUTES = 'GET /api/v1/docs has every path with its methods, and GET /api/v1/openapi.json the same for programs.';

export function unknownPath(method: string, path: string): HeraldError {
  return new HeraldError('not_found', `There is no path ${path.slice(0, 200)} (${method}).`, {
    remedy: `Check how the path is written. ${ROUTES}`,
  });
}

/** @param allowed methods that the path has, also for the header `Allow` */
export function methodNotAllowed(method: string, path: string, allowed: string[]): HeraldError {
  return new HeraldError(
    'method_not_allowed',
    `The path ${path.slice(0, 200)} does not take ${method.slice(0, 20)}, only ${allowed.join(', ')}.`,
    { remedy: `Use one of these methods. ${ROUTES}`, extra: { allowed }, headers: { allow: allowed.join(', ') } },
  );
}
