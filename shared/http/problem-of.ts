import { errorTable } from '../kernel/error-table.ts';
import type { HeraldError } from '../kernel/herald-error.ts';
import type { Problem } from './problem.ts';

/** Where the pages about error codes are; a problem's `type` is the page of its code. */
export const ERRORS_PATH = '/api/v1/docs/errors';

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
