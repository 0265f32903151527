/** What has a route, e.g. `GET /api/v1/platforms/{id}`. */
interface Routed {
  route: string;
}

/** Method and path of a request: the endpoint that answers it, or the methods that its path has (none: no such path). */
export type RouteMatch<One extends Routed> =
  | { endpoint: One; params: Record<string, string> }
  | { endpoint: undefined; allowed: string[] };

interface PathPattern<One extends Routed> {
  segments: readonly string[];
  byMethod: Map<string, One>;
}

const isParameter = (segment: string) => segment.startsWith('{');

/**
 * Finds the endpoint of a request among those of one function, as API Gateway would among named routes: a path segment
 * that is written out goes before a parameter. A path belongs to one pattern, so `GET /distributions/validate` is a
 * wrong method and not a distribution with the id "validate".
 *
 * Segments are compared as text, so the time is linear in the length of the path. HTTP APIs decode `rawPath` before a
 * function gets it (other gateways do not): it must not be decoded again, or `%2523` would become `#`.
 */
export function createRouteMatcher<One extends Routed>(endpoints: readonly One[]) {
  const patterns = new Map<string, PathPattern<One>>();
  for (const endpoint of endpoints) {
    const [method, path] = endpoint.route.split(' ') as [string, string];
    const pattern = patterns.get(path) ?? { segments: path.split('/'), byMethod: new Map<string, One>() };
    pattern.byMethod.set(method, endpoint);
    patterns.set(path, pattern);
  }
  const ordered = [...patterns.values()].sort(bySpecificity);

  return (method: string, rawPath: string): RouteMatch<One> => {
    const parts = rawPath.split('/');
    const pattern = ordered.find(({ segments }) => fits(segments, parts));
    if (pattern === undefined) return { endpoint: undefined, allowed: [] };
    const endpoint = pattern.byMethod.get(method === 'HEAD' ? 'GET' : method);
    if (endpoint !== undefined) return { endpoint, params: parametersOf(pattern.segments, parts) };
    return { endpoint: undefined, allowed: [...pattern.byMethod.keys()].flatMap(withHead).sort() };
  };
}

const withHead = (method: string) => (method === 'GET' ? ['GET', 'HEAD'] : [method]);

function bySpecificity<One extends Routed>(one: PathPattern<One>, other: PathPattern<One>): number {
  for (const [index, segment] of one.segments.entries()) {
    const rival = other.segments[index];
    if (rival === undefined) break;
    const difference = Number(isParameter(segment)) - Number(isParameter(rival));
    if (difference !== 0) return difference;
  }
  return 0;
}

function fits(segments: readonly string[], parts: readonly string[]): boolean {
  if (segments.length !== parts.length) return false;
  return segments.every((segment, index) => (isParameter(segment) ? parts[index] !== '' : segment === parts[index]));
}

function parametersOf(segments: readonly string[], parts: readonly string[]): Record<string, string> {
  const entries = segments.flatMap((segment, index) =>
    isParameter(segment) ? [[segment.slice(1, -1), parts[index]!] as const] : [],
  );
  return Object.fromEntries(entries);
}
