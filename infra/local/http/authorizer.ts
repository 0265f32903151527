import type { InvocationOutcome } from '../lambda/protocol.ts';
import type { AuthorizerDefinition } from './api-definition.ts';
import type { GatewayRequest } from './gateway-request.ts';
import { authorizerEvent, queryParameters, type RequestScope } from './request-event.ts';

export type AuthorizerVerdict =
  | { allowed: true; context: object }
  | { allowed: false; reason: 'unauthorized' | 'forbidden' | 'failed' };

/** A simple response as it was given, and until when it holds. */
interface CachedVerdict {
  verdict: AuthorizerVerdict;
  until: number;
}

const MAX_CACHED = 1000;

/** A Lambda authorizer with simple responses, and its answers by identity. */
export class Authorizer {
  readonly #definition: AuthorizerDefinition;
  readonly #invoke: (event: object) => Promise<InvocationOutcome>;
  readonly #cache = new Map<string, CachedVerdict>();

  constructor(definition: AuthorizerDefinition, invoke: (event: object) => Promise<InvocationOutcome>) {
    this.#definition = definition;
    this.#invoke = invoke;
  }

  async check(request: GatewayRequest, scope: RequestScope): Promise<AuthorizerVerdict> {
    const { identitySources, resultTtlSeconds } = this.#definition;
    const identity = identitySources.map((source) => identityOf(source, request, scope));
    // The gateway doesn't even ask when one is missing.
    if (identity.some((part) => !part)) return { allowed: false, reason: 'unauthorized' };

    // One answer serves all routes, as on AWS.
    const key = JSON.stringify(identity);
    const cached = this.#cache.get(key);
    if (cached && cached.until > Date.now()) return cached.verdict;

    const sources = identity.length > 0 ? (identity as string[]) : null;
    const outcome = await this.#invoke(authorizerEvent(request, scope, sources));
    const verdict = 'error' in outcome ? undefined : verdictOf(outcome.payload);
    if (!verdict) return { allowed: false, reason: 'failed' };
    if (resultTtlSeconds > 0) this.#keep(key, { verdict, until: Date.now() + resultTtlSeconds * 1000 });
    return verdict;
  }

  #keep(key: string, verdict: CachedVerdict): void {
    if (this.#cache.size >= MAX_CACHED) this.#cache.clear();
    this.#cache.set(key, verdict);
  }
}

/** @param source such as `$request.header.Authorization` */
function identityOf(source: string, request: GatewayRequest, { match }: RequestScope): string | undefined {
  if (source === '$context.routeKey') return match.route.routeKey;
  const [, kind, name = ''] = /^\$request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  return kind === 'header' ? request.headers[name.toLowerCase()] : queryParameters(request.query)[name];
}

/** `undefined` for an answer that is no simple response. */
function verdictOf(payload: string): AuthorizerVerdict | undefined {
  const answer = JSON.parse(payload) as { isAuthorized?: unknown; context?: object } | null;
  if (typeof answer?.isAuthorized !== 'boolean') return undefined;
  return answer.isAuthorized
    ? { allowed: true, context: answer.context ?? {} }
    : { allowed: false, reason: 'forbidden' };
}
