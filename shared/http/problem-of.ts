import { errorTable } from '../kernel/error-table.ts';
import type { HeraldError } from '../kernel/herald-error.ts';
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
