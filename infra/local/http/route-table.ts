import type { RouteDefinition } from './api-definition.ts';

interface Segment {
  kind: 'text' | 'parameter' | 'greedy';
  /** The text itself, or the parameter's name. */
  value: string;
}

interface CompiledRoute {
  definition: RouteDefinition;
  method: string;
  segments: Segment[];
}

export interface RouteMatch {
  route: RouteDefinition;
  /** Decoded. */
  pathParameters: Record<string, string>;
}

const SPECIFICITY: Segment['kind'][] = ['text', 'parameter', 'greedy'];
const FALLBACK = '$default';

/**
 * Finds the route of a request as API Gateway does: a full match wins over a greedy one, and that over `$default`; of
 * two alike, the more specific path, and then the named method over ANY.
 */
export class RouteTable {
  readonly #routes: CompiledRoute[];
  readonly #fallback: RouteDefinition | undefined;

  constructor(definitions: RouteDefinition[]) {
    this.#fallback = definitions.find(({ routeKey }) => routeKey === FALLBACK);
    this.#routes = definitions
      .filter((definition) => definition !== this.#fallback)
      .map(compile)
      .sort(bySpecificity);
  }

  /** @param path as in the request, without the query */
  match(method: string, path: string): RouteMatch | undefined {
    const parts = path.split('/').slice(1);
    for (const { definition, method: wanted, segments } of this.#routes) {
      if (wanted !== method && wanted !== 'ANY') continue;
      const pathParameters = parametersOf(segments, parts);
      if (pathParameters) return { route: definition, pathParameters };
    }
    return this.#fallback && { route: this.#fallback, pathParameters: {} };
  }
}

function compile(definition: RouteDefinition): CompiledRoute {
  const [method = '', path = ''] = definition.routeKey.split(' ');
  const segments = path
    .split('/')
    .slice(1)
    .map((part): Segment => {
      const [, name, plus] = /^\{([^+}]+)(\+?)\}$/.exec(part) ?? [];
      if (name === undefined) return { kind: 'text', value: part };
      return { kind: plus ? 'greedy' : 'parameter', value: name };
    });
  return { definition, method, segments };
}

function bySpecificity(one: CompiledRoute, other: CompiledRoute): number {
  const greed = Number(isGreedy(one)) - Number(isGreedy(other));
  if (greed !== 0) return greed;
  const length = Math.min(one.segments.length, other.segments.length);
  for (let index = 0; index < length; index += 1) {
    const difference = rank(one.segments[index]!) - rank(other.segments[index]!);
    if (difference !== 0) return difference;
  }
  return Number(one.method === 'ANY') - Number(other.method === 'ANY');
}

const isGreedy = ({ segments }: Pick<CompiledRoute, 'segments'>) => segments.at(-1)?.kind === 'greedy';
const rank = ({ kind }: Segment) => SPECIFICITY.indexOf(kind);

function parametersOf(segments: Segment[], parts: string[]): Record<string, string> | undefined {
  if (isGreedy({ segments }) ? parts.length < segments.length : parts.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, { kind, value }] of segments.entries()) {
    const part = kind === 'greedy' ? parts.slice(index).join('/') : parts[index]!;
    if (kind === 'text' ? part !== value : part === '') return undefined;
    if (kind !== 'text') parameters[value] = decode(part);
  }
  return parameters;
}

/** A stray percent sign stays what it is. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
