import { randomUUID } from 'node:crypto';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { HeraldError } from '../kernel/herald-error.ts';
import { logger } from '../kernel/logger.ts';
import type { ContentProblem } from '../kernel/problem.ts';
import type { Endpoint } from '../kernel/requests/endpoint.ts';
import type { IdempotencyRecord } from '../kernel/requests/idempotency-items.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { assertFits } from './answer-size.ts';
import { findRecord, idempotencyOf } from './idempotent.ts';
import { invalidRequest, parseRequest } from './parse-request.ts';
import { principalOf, requireScope } from './principal.ts';
import { problemOf, toHeraldError } from './problem.ts';

/** One request, parsed and allowed. */
export interface ApiCall<Query = unknown, Body = unknown> {
  request: RequestContext;
  tenantId: string;
  params: Record<string, string>;
  query: Query;
  body: Body;
}

export interface ApiAnswer {
  status: number;
  /** Sent as JSON, unless it is a string with its own `contentType`. */
  body?: unknown;
  contentType?: string;
  headers?: Record<string, string>;
}

export interface RouteHandler {
  // The schemas of the endpoint have made query and body what the handler says they are.
  handle(call: ApiCall<never, never>): Promise<ApiAnswer>;
  /** Further problems of a body that does not fit its schema, so that the caller hears of all at once. */
  inspect?(tenantId: string, body: unknown): Promise<ContentProblem[]>;
  /** The answer to a POST that was done before, from what it left. */
  replay?(tenantId: string, record: IdempotencyRecord): Promise<ApiAnswer>;
}

/** The Lambda handler of one resource: `handlers` has one entry for each of its endpoints, by operation id. */
export function createApiHandler<Operation extends string>(
  endpoints: readonly (Endpoint & { operationId: Operation })[],
  handlers: Record<Operation, RouteHandler>,
) {
  const routes = new Map(endpoints.map((endpoint) => [endpoint.route as string, endpoint]));
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .onError(({ event, context, error, ...state }) => {
      const request = state as { response?: APIGatewayProxyStructuredResultV2 };
      request.response = answerProblem(event, context, error);
      return request.response;
    })
    .handler(async (event) => {
      const endpoint = routes.get(event.routeKey);
      if (endpoint === undefined) throw new Error(`This function has no route ${event.routeKey}.`);
      const answer = render(await run(endpoint, handlers[endpoint.operationId], event));
      if (endpoint.route.startsWith('GET ')) assertFits(answer);
      return answer;
    });
}

async function run(endpoint: Endpoint, handler: RouteHandler, event: APIGatewayProxyEventV2): Promise<ApiAnswer> {
  const principal = endpoint.scope === 'public' ? undefined : principalOf(event);
  if (principal !== undefined) requireScope(principal, endpoint.scope);
  const params = pathParameters(event, endpoint);
  const tenantId = principal?.tenantId ?? '';
  const { query, body, raw, problems } = parseRequest(endpoint, event);
  if (problems.length > 0) throw invalidRequest(await allProblems(handler, tenantId, raw, problems));
  const idempotency = handler.replay === undefined ? undefined : idempotencyOf(event, body);
  const requestId = event.requestContext.requestId;
  const correlationId = correlationOf(event) ?? randomUUID();
  const actor = { actor: principal?.principalId ?? 'public', correlationId, causationId: requestId };
  const request: RequestContext = { tenantId, actor, scopes: principal?.scopes ?? [], idempotency };
  const call = { request, tenantId, params, query, body };

  const record = await findRecord(tenantId, idempotency);
  if (record !== undefined) return replayed(await handler.replay!(tenantId, record));
  try {
    return await handler.handle(call as ApiCall<never, never>);
  } catch (error) {
    // A twin of this request may have been quicker: then its answer is ours.
    const twin = await findRecord(tenantId, idempotency);
    if (twin === undefined) throw error;
    return replayed(await handler.replay!(tenantId, twin));
  }
}

/** A field that does not fit its schema has been told of already. */
async function allProblems(
  { inspect }: RouteHandler,
  tenantId: string,
  raw: unknown,
  problems: ContentProblem[],
): Promise<ContentProblem[]> {
  const known = problems.map(({ field }) => field);
  const isKnown = (field: string) => known.some((one) => field === one || one.startsWith(`${field}/`));
  const further = (await inspect?.(tenantId, raw)) ?? [];
  return [...problems, ...further.filter(({ field }) => !isKnown(field))];
}

const ids = /^[0-9a-f-]{32,36}$/i;

/** Ids are UUIDs, or hex for API keys: anything else cannot exist, and must not become part of a key. */
function pathParameters(event: APIGatewayProxyEventV2, endpoint: Endpoint): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(event.pathParameters ?? {})) {
    const form = endpoint.params?.[name];
    if (!(form ?? ids).test(value ?? '')) {
      throw new HeraldError('not_found', `There is nothing with id ${value?.slice(0, 60)}.`, {
        remedy: 'Check the id, or list what there is with GET.',
      });
    }
    params[name] = form === undefined ? value!.toLowerCase() : value!;
  }
  return params;
}

/** A caller's own id for a chain of requests, if it is harmless. */
function correlationOf(event: APIGatewayProxyEventV2): string | undefined {
  const given = event.headers['x-correlation-id'];
  return given !== undefined && /^[\w.:-]{1,128}$/.test(given) ? given : undefined;
}

function replayed(answer: ApiAnswer): ApiAnswer {
  return { ...answer, headers: { ...answer.headers, 'idempotency-replayed': 'true' } };
}

function render({ status, body, contentType, headers }: ApiAnswer): APIGatewayProxyStructuredResultV2 {
  if (body === undefined) return { statusCode: status, headers: headers ?? {} };
  return {
    statusCode: status,
    headers: {
      'content-type': contentType ?? 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      ...headers,
    },
    body: typeof body === 'string' && contentType !== undefined ? body : JSON.stringify(body),
  };
}

function answerProblem(
  event: APIGatewayProxyEventV2,
  context: Context,
  error: unknown,
): APIGatewayProxyStructuredResultV2 {
  const known = toHeraldError(error);
  const requestId = event.requestContext?.requestId ?? context.awsRequestId;
  if (known.code === 'internal' || known.code === 'unavailable') {
    logger.error('A request failed', { requestId, routeKey: event.routeKey, error: error as Error });
  }
  const problem = problemOf(known, { instance: event.rawPath, requestId });
  return {
    statusCode: problem.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
    body: JSON.stringify(problem),
  };
}
