import { HeraldError } from '../kernel/herald-error.ts';

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
