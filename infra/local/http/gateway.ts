import { setTimeout as wait } from 'node:timers/promises';
import { ACCOUNT_ID, REGION } from '../aws/identity.ts';
import type { InvocationOutcome } from '../lambda/protocol.ts';
import type { ApiDefinition, AuthorizerDefinition, RouteDefinition } from './api-definition.ts';
import { Authorizer } from './authorizer.ts';
import type { GatewayRequest } from './gateway-request.ts';
import { type GatewayResponse, integrationResponse, refusals } from './gateway-response.ts';
import { type RequestScope, requestEvent } from './request-event.ts';
import { RouteTable } from './route-table.ts';
import { Throttle } from './throttle.ts';

export interface GatewayOptions {
  api: ApiDefinition;
  unthrottled: boolean;
  invoke(functionArn: string, payload: string): Promise<InvocationOutcome>;
  /** Whether a function's resource policy lets the gateway invoke it for this source. */
  mayInvoke(sourceArn: string, functionArn: string): boolean;
  log(line: string): void;
}

/** The HTTP API's own doing: throttle, route, authorize, invoke, translate. */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #routes: RouteTable;
  readonly #authorizers: Map<string, Authorizer>;
  readonly #throttle: Throttle | undefined;
  readonly #routeThrottles: Map<string, Throttle>;

  constructor(options: GatewayOptions) {
    const { api, invoke, unthrottled } = options;
    const { throttle, routeThrottles = [] } = (unthrottled ? undefined : api.stage) ?? {};
    this.#options = options;
    this.#routes = new RouteTable(api.routes);
    this.#authorizers = new Map(
      [...api.authorizers.values()].map((definition) => [
        definition.id,
        new Authorizer(definition, (event) => this.#invokeAuthorizer(definition, event, invoke)),
      ]),
    );
    this.#throttle = throttle && new Throttle(throttle);
    this.#routeThrottles = new Map([...routeThrottles].map(([routeKey, one]) => [routeKey, new Throttle(one)]));
  }

  async handle(request: GatewayRequest): Promise<GatewayResponse> {
    const { api } = this.#options;
    if (!api.stage) return refusals.notFound;
    const match = this.#routes.match(request.method, request.path);
    const throttle = this.#routeThrottles.get(match?.route.routeKey ?? '') ?? this.#throttle;
    if (throttle && !throttle.pass()) return refusals.tooMany;
    if (!match) return refusals.notFound;

    const scope: RequestScope = { apiId: api.id, stageName: api.stage.name, match };
    const authorizer = match.route.authorizerId && this.#authorizers.get(match.route.authorizerId);
    if (match.route.authorizerId && !authorizer) return refusals.internal;
    if (!authorizer) return await this.#integrate(match.route, requestEvent(request, scope), request.method);

    const verdict = await authorizer.check(request, scope);
    if (!verdict.allowed) return verdict.reason === 'failed' ? refusals.internal : refusals[verdict.reason];
    return await this.#integrate(match.route, requestEvent(request, scope, verdict.context), request.method);
  }

  async #integrate(
    { routeKey, integrationId }: RouteDefinition,
    event: object,
    method: string,
  ): Promise<GatewayResponse> {
    const { api, invoke, log } = this.#options;
    const integration = api.integrations.get(integrationId);
    if (!integration) return refusals.internal;
    const { functionArn, timeoutMilliseconds } = integration;
    const path = routeKey.split(' ')[1] ?? '/$default';
    if (!this.#isPermitted(`${api.stage?.name}/${method}${path}`, functionArn)) return refusals.internal;

    const patience = new AbortController();
    const late = wait(timeoutMilliseconds, 'late' as const, { signal: patience.signal }).catch(() => 'late' as const);
    const outcome = await Promise.race([invoke(functionArn, JSON.stringify(event)), late]);
    patience.abort();
    if (outcome === 'late') {
      log(`${routeKey}: no answer after ${timeoutMilliseconds} ms`);
      return refusals.unavailable;
    }
    if (!('error' in outcome)) return integrationResponse(outcome.payload);
    const { errorType, errorMessage } = outcome.error;
    log(`${functionArn} failed on ${method} ${path}: ${errorType}: ${errorMessage}`);
    if (errorType === 'RequestTooLargeException') return refusals.tooLarge;
    return outcome.refused === 'throttled' ? refusals.unavailable : refusals.internal;
  }

  async #invokeAuthorizer({ id, functionArn }: AuthorizerDefinition, event: object, invoke: GatewayOptions['invoke']) {
    if (this.#isPermitted(`authorizers/${id}`, functionArn)) return await invoke(functionArn, JSON.stringify(event));
    return {
      error: { errorType: 'AccessDeniedException', errorMessage: 'The gateway may not invoke the authorizer.' },
    };
  }

  #isPermitted(source: string, functionArn: string): boolean {
    const { api, mayInvoke, log } = this.#options;
    const sourceArn = `arn:aws:execute-api:${REGION}:${ACCOUNT_ID}:${api.id}/${source}`;
    if (mayInvoke(sourceArn, functionArn)) return true;
    log(`no AWS::Lambda::Permission lets ${sourceArn} invoke ${functionArn}`);
    return false;
  }
}
