import { randomUUID } from 'node:crypto';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { HeraldError } from '../kernel/herald-error.ts';
import { logger } from '../kernel/logger.ts';
import type { ContentProblem } from '../kernel/problem.ts';
import type { Endpoint } from '../kernel/requests/endpoint.ts';
import type { IdempotencyRecord } from '../kernel/requests/idempotency-items.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { assertFits } from './answer-size.ts';
import { isKnown } from './conditional.ts';
import type { Handlers } from './handler-types.ts';
import { findRecord, idempotencyOf } from './idempotent.ts';
import { createRouteMatcher, type RouteMatch } from './match-route.ts';
import { invalidRequest, parseRequest } from './parse-request.ts';
import { methodNotAllowed, unknownPath } from './path-errors.ts';
import { principalOf, type RequestPrincipal, requireScope } from './principal.ts';
import { problemAnswer, withoutBodyOfHead } from './problem-answer.ts';
import { countRequest, permitsOf, type RateHeaders } from './rate-limit.ts';
import { Reply } from './reply.ts';
import { toHeraldError } from './to-herald-error.ts';

/** A handler as this file calls it: `Handlers` has made sure that what goes in and out is what the endpoint says. */
interface AnyHandler {
  handle(call: object): Promise<unknown>;
  inspect?(tenantId: string, body: unknown): Promise<ContentProblem[]>;
  replay?(tenantId: string, record: IdempotencyRecord): Promise<unknown>;
  keepsOwnRecords?: true;
}
type AnyReply = Reply<number, unknown, string | undefined>;

interface MatchedRequest {
  event: APIGatewayProxyEventV2;
  endpoint: Endpoint;
  handler: AnyHandler;
  params: Record<string, string>;
  principal: RequestPrincipal | undefined;
}

/** The Lambda handler of one resource: `handlers` has one entry for each of its endpoints, by operation id. */
export function createApiHandler<const All extends readonly Endpoint[]>(endpoints: All, handlers: Handlers<All>) {
  const match = createRouteMatcher<Endpoint>(endpoints);
  const handlerOf = ({ operationId }: Endpoint): AnyHandler => {
    const handler = (handlers as Record<string, AnyHandler['handle'] | AnyHandler>)[operationId]!;
    return typeof handler === 'function' ? { handle: handler } : handler;
  };
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .onError((request) => {
      const { endpoint } = match(methodOf(request.event), request.event.rawPath);
      request.response = finish(request.event, endpoint, answerProblem(request.event, endpoint, request.error));
      return request.response;
    })
    .handler(async (event) => {
      const found = match(methodOf(event), event.rawPath);
      return finish(event, found.endpoint, await answer(event, found, handlerOf));
    });
}

/** What the caller of each request has left. */
const ratesOf = new WeakMap<APIGatewayProxyEventV2, RateHeaders>();

const methodOf = (event: APIGatewayProxyEventV2) => event.requestContext.http.method;

/** Says in the log which operation answered what: the access log has only the greedy route that the gateway chose. */
function finish(
  event: APIGatewayProxyEventV2,
  endpoint: Endpoint | undefined,
  result: APIGatewayProxyStructuredResultV2,
): APIGatewayProxyStructuredResultV2 {
  const { requestId } = event.requestContext;
  const { operationId, route } = endpoint ?? {};
  logger.info('Answered', { requestId, method: methodOf(event), operationId, route, status: result.statusCode });
  return withoutBodyOfHead(event, { ...result, headers: { ...ratesOf.get(event), ...result.headers } });
}

/** @throws what is answered as a problem */
async function answer(
  event: APIGatewayProxyEventV2,
  found: RouteMatch<Endpoint>,
  handlerOf: (endpoint: Endpoint) => AnyHandler,
): Promise<APIGatewayProxyStructuredResultV2> {
  // A wrong key gets its 401 before anything is said of the path. Public routes are named in the template, so a path
  // that no endpoint has came through a greedy route, which has the authorizer in front.
  const principal = found.endpoint?.scope === 'public' ? undefined : principalOf(event);
  // Also for a path that does not exist: the answer costs the same.
  if (principal !== undefined) ratesOf.set(event, await countRequest(principal, permitsOf(event, found.endpoint)));
  if (found.endpoint === undefined) {
    const method = methodOf(event);
    throw found.allowed.length > 0
      ? methodNotAllowed(method, event.rawPath, found.allowed)
      : unknownPath(method, event.rawPath);
  }
  const { endpoint, params } = found;
  const reply = await run({ event, endpoint, params, principal, handler: handlerOf(endpoint) });
  if (reply.status === 200 && isKnown(event.headers['if-none-match'], reply.headers.etag)) {
    return { statusCode: 304, headers: reply.headers };
  }
  const result = render(reply);
  assertFits(endpoint, result);
  return result;
}

async function run({ event, endpoint, handler, principal, ...path }: MatchedRequest): Promise<AnyReply> {
  if (principal !== undefined) requireScope(principal, endpoint.scope);
  const params = checkedParameters(path.params, endpoint);
  const tenantId = principal?.tenantId ?? '';
  const { query, body, raw, problems } = parseRequest(endpoint, event);
  if (problems.length > 0) throw invalidRequest(await allProblems(handler, tenantId, raw, problems));
  const isRepeatable = handler.replay !== undefined || handler.keepsOwnRecords;
  const idempotency = isRepeatable ? idempotencyOf(event, body) : undefined;
  const requestId = event.requestContext.requestId;
  const correlationId = correlationOf(event) ?? randomUUID();
  const actor = { actor: principal?.principalId ?? 'public', correlationId, causationId: requestId };
  const request: RequestContext = { tenantId, actor, scopes: principal?.scopes ?? [], idempotency };

  const replayed = async (): Promise<AnyReply | undefined> => {
    if (handler.replay === undefined) return undefined;
    const record = await findRecord(tenantId, idempotency);
    if (record === undefined) return undefined;
    const replay = await handler.replay(tenantId, record);
    return new Reply(record.status, replay, { headers: { 'idempotency-replayed': 'true' } });
  };
  const before = await replayed();
  if (before !== undefined) return before;
  try {
    const result = await handler.handle({ request, tenantId, params, query, body });
    return result instanceof Reply ? result : new Reply(onlyStatus(endpoint), result);
  } catch (error) {
    // A twin of this request may have been quicker: then its answer is ours.
    const twin = await replayed();
    if (twin === undefined) throw error;
    return twin;
  }
}

/** The types leave a body alone to endpoints with one status. */
function onlyStatus({ responses }: Endpoint): number {
  return Number(Object.keys(responses)[0]);
}

/** A field that does not fit its schema has been told of already. */
async function allProblems(
  { inspect }: AnyHandler,
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
function checkedParameters(given: Record<string, string>, endpoint: Endpoint): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    const form = endpoint.params?.[name];
    if (!(form ?? ids).test(value)) {
      throw new HeraldError('not_found', `There is nothing with id ${value.slice(0, 60)}.`, {
        remedy: 'Check the id, or list what there is with GET.',
      });
    }
    params[name] = form === undefined ? value.toLowerCase() : value;
  }
  return params;
}

/** A caller's own id for a chain of requests, if it is harmless. */
function correlationOf(event: APIGatewayProxyEventV2): string | undefined {
  const given = event.headers['x-correlation-id'];
  return given !== undefined && /^[\w.:-]{1,128}$/.test(given) ? given : undefined;
}

function render({ status, body, contentType, headers }: AnyReply): APIGatewayProxyStructuredResultV2 {
  if (body === undefined) return { statusCode: status, headers };
  return {
    statusCode: status,
    headers: {
      'content-type': contentType ?? 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      ...headers,
    },
    body: contentType === undefined ? JSON.stringify(body) : (body as string),
  };
}

function answerProblem(
  event: APIGatewayProxyEventV2,
  endpoint: Endpoint | undefined,
  error: unknown,
): APIGatewayProxyStructuredResultV2 {
  const known = toHeraldError(error);
  const { requestId } = event.requestContext;
  if (known.code === 'internal' || known.code === 'unavailable') {
    logger.error('A request failed', { requestId, operationId: endpoint?.operationId, error: error as Error });
  }
  return problemAnswer(event, known);
}
