import * as z from 'zod';
import { defineEndpoint } from '../kernel/requests/endpoint.ts';

export const healthEndpoints = [
  defineEndpoint({
    route: 'GET /api/v1/health',
    function: 'health',
    scope: 'public',
    operationId: 'getHealth',
    summary: 'Whether Herald can read its table, its version and its clock',
    responses: {
      200: {
        description: 'Well.',
        schema: z.object({
          status: z.literal('ok'),
          version: z.string(),
          stage: z.string(),
          time: z.iso.datetime(),
          table: z.literal('readable'),
        }),
      },
    },
    problems: ['unavailable'],
  }),
] as const;

const page = { 200: { description: 'HTML.', text: ['text/html; charset=utf-8'] } } as const;

export const docsEndpoints = [
  defineEndpoint({
    route: 'GET /api/v1/openapi.json',
    function: 'docs',
    scope: 'public',
    operationId: 'getOpenApi',
    summary: 'This API as OpenAPI 3.1',
    responses: { 200: { description: 'The document.', schema: z.object({ openapi: z.string() }).loose() } },
  }),
  defineEndpoint({
    route: 'GET /api/v1/docs',
    function: 'docs',
    scope: 'public',
    operationId: 'getDocs',
    summary: 'This API as a page to read and try',
    responses: page,
  }),
  defineEndpoint({
    route: 'GET /api/v1/docs/errors',
    function: 'docs',
    scope: 'public',
    operationId: 'getErrorDocs',
    summary: 'Every error code: its status, when it comes and what to do',
    responses: page,
  }),
  defineEndpoint({
    route: 'GET /api/v1/docs/errors/{code}',
    function: 'docs',
    scope: 'public',
    operationId: 'getErrorCodeDocs',
    summary: 'One error code; the type of a problem is the path of this page',
    params: { code: /^[a-z_]{1,40}$/ },
    example: { params: { code: 'slot_taken' } },
    responses: page,
    problems: ['not_found'],
  }),
] as const;
