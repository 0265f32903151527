import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createApiHandler } from '../../../shared/http/api-handler.ts';
import { reply, text } from '../../../shared/http/reply.ts';
import { defineEndpoint } from '../../../shared/kernel/requests/endpoint.ts';

const thing = z.object({ id: z.string(), size: z.number() });
const endpoints = [
  defineEndpoint({
    route: 'GET /api/v1/things/{id}',
    function: 'platforms',
    scope: 'read',
    operationId: 'getThing',
    summary: '',
    query: z.strictObject({ big: z.stringbool().default(false) }),
    responses: { 200: { description: '', schema: thing, text: ['text/plain'] } },
  }),
  defineEndpoint({
    route: 'POST /api/v1/things',
    function: 'platforms',
    scope: 'write',
    operationId: 'createThing',
    summary: '',
    body: z.strictObject({ size: z.coerce.number() }),
    responses: { 200: { description: '' }, 201: { description: '', schema: thing } },
  }),
  defineEndpoint({
    route: 'DELETE /api/v1/things/{id}',
    function: 'platforms',
    scope: 'write',
    operationId: 'deleteThing',
    summary: '',
    responses: { 204: { description: '' } },
  }),
] as const;

const handler = createApiHandler(endpoints, {
  getThing: async ({ params, query }) =>
    query.big ? text('text/plain', `big ${params.id}`) : { id: params.id, size: 1 },
  createThing: async ({ body }) => reply(201, { id: 'new', size: body.size }, { location: '/api/v1/things/new' }),
  deleteThing: async () => undefined,
});

const id = '0'.repeat(32);
const everything = { lambda: { tenantId: 't', principalId: 'p', keyId: 'k', scopes: 'read write' } };

async function call(
  request: string,
  more: { body?: unknown; query?: object; authorizer?: object } = {},
  answering = handler,
) {
  const [method, rawPath] = request.split(' ') as [string, string];
  const event = {
    rawPath,
    headers: {},
    queryStringParameters: more.query,
    body: more.body === undefined ? undefined : JSON.stringify(more.body),
    requestContext: { http: { method }, requestId: 'r1', authorizer: more.authorizer ?? everything },
  };
  const answer = await answering(event as unknown as APIGatewayProxyEventV2, {} as Context);
  return { ...answer, json: answer.body?.startsWith('{') ? JSON.parse(answer.body) : undefined };
}

describe('a handler made from endpoints', () => {
  it('answers with the only status, with a reply of its own, or with nothing', async () => {
    expect(await call(`GET /api/v1/things/${id}`)).toMatchObject({ statusCode: 200, json: { id, size: 1 } });
    expect(await call('POST /api/v1/things', { body: { size: '7' } })).toMatchObject({
      statusCode: 201,
      headers: { location: '/api/v1/things/new' },
      json: { id: 'new', size: 7 },
    });
    const gone = await call(`DELETE /api/v1/things/${id}`);
    expect([gone.statusCode, gone.body]).toEqual([204, undefined]);
  });

  it('sends text as it is', async () => {
    const answer = await call(`GET /api/v1/things/${id}`, { query: { big: 'true' } });
    expect(answer).toMatchObject({ body: `big ${id}`, headers: { 'content-type': 'text/plain' } });
  });

  it('names a path that it does not have, and where the paths are listed', async () => {
    const { statusCode, json } = await call('GET /api/v1/things/a/b');
    expect(statusCode).toBe(404);
    expect(json).toMatchObject({ code: 'not_found', detail: expect.stringContaining('/api/v1/things/a/b') });
    expect(json.remedy).toContain('/api/v1/docs');
  });

  it.each([
    ['PUT', `/api/v1/things/${id}`, 'DELETE, GET, HEAD'],
    ['OPTIONS', '/api/v1/things', 'POST'],
    ['HEAD', '/api/v1/things', 'POST'],
  ])('answers %s %s with 405 and the methods that there are', async (method, path, allow) => {
    const answer = await call(`${method} ${path}`);
    expect(answer).toMatchObject({ statusCode: 405, headers: { allow } });
    if (method !== 'HEAD')
      expect(answer.json).toMatchObject({ code: 'method_not_allowed', allowed: allow.split(', ') });
  });

  it('answers HEAD like GET, without a body', async () => {
    const answer = await call(`HEAD /api/v1/things/${id}`);
    expect(answer).toMatchObject({ statusCode: 200, headers: { 'content-type': 'application/json; charset=utf-8' } });
    expect(answer.body).toBeUndefined();
  });

  it('says 401 to a wrong key, whatever the path', async () => {
    for (const request of [`GET /api/v1/things/${id}`, 'GET /api/v1/things/a/b', 'PUT /api/v1/things']) {
      const answer = await call(request, { authorizer: { lambda: { denied: 'This key is revoked.' } } });
      expect(answer).toMatchObject({ statusCode: 401, json: { detail: 'This key is revoked.' } });
    }
  });

  it('says 503 where other writers stay in the way, and in how many seconds to try again', async () => {
    const inTheWay = createApiHandler(endpoints, {
      getThing: async () => ({ id, size: 1 }),
      createThing: async () => {
        throw new TransactionCanceledException({
          message: 'Transaction cancelled',
          $metadata: {},
          CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
        });
      },
      deleteThing: async () => undefined,
    });
    const answer = await call('POST /api/v1/things', { body: { size: 7 } }, inTheWay);
    expect(answer).toMatchObject({
      statusCode: 503,
      headers: { 'retry-after': expect.stringMatching(/^[1-9]\d?$/) },
      json: { code: 'unavailable', remedy: expect.stringContaining('Idempotency-Key') },
    });
  });

  it('says 404 to an id that cannot be one, a broken escape among them', async () => {
    for (const odd of ['%E0%A4%A', '%', '#', 'x'.repeat(9_000), '../../etc']) {
      expect((await call(`GET /api/v1/things/${odd}`)).statusCode, odd).toBe(404);
    }
  });
});

describe('the types of handlers', () => {
  const ok = { getThing: async () => ({ id, size: 1 }), createThing: async () => reply(200, undefined) };
  const { deleteThing } = { deleteThing: async () => undefined };

  it('come from the endpoint: what does not fit does not compile', () => {
    createApiHandler(endpoints, { ...ok, deleteThing });
    // @ts-expect-error: a status that the endpoint does not have
    createApiHandler(endpoints, { ...ok, deleteThing, createThing: async () => reply(202, { id, size: 1 }) });
    // @ts-expect-error: a body of another type
    createApiHandler(endpoints, { ...ok, deleteThing, getThing: async () => ({ id, size: 'big' }) });
    // @ts-expect-error: a body that lacks a field
    createApiHandler(endpoints, { ...ok, deleteThing, createThing: async () => reply(201, { id }) });
    // @ts-expect-error: a body alone where there are two statuses
    createApiHandler(endpoints, { ...ok, deleteThing, createThing: async () => ({ id, size: 1 }) });
    // @ts-expect-error: a body where there is none
    createApiHandler(endpoints, { ...ok, deleteThing: async () => ({ id }) });
    // @ts-expect-error: a content type that the endpoint does not name
    createApiHandler(endpoints, { ...ok, deleteThing, getThing: async () => text('text/html', '') });
    // @ts-expect-error: a replayed body of another type
    createApiHandler(endpoints, { ...ok, deleteThing, createThing: { handle: ok.createThing, replay: async () => 1 } });
    // @ts-expect-error: a parameter that the path does not have
    createApiHandler(endpoints, { ...ok, deleteThing: async ({ params }) => void params.key });
    // @ts-expect-error: a field that the body does not have
    createApiHandler(endpoints, { ...ok, deleteThing, createThing: async ({ body }) => void body.weight });
    // @ts-expect-error: an operation without a handler
    createApiHandler(endpoints, { ...ok });
  });
});
