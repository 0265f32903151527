import * as z from 'zod';
import type { Endpoint } from '../kernel/requests/endpoint.ts';

export const healthEndpoints = [
  {
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
  },
] as const satisfies Endpoint[];

export const docsEndpoints = [
  {
    route: 'GET /api/v1/openapi.json',
    function: 'docs',
    scope: 'public',
    operationId: 'getOpenApi',
    summary: 'This API as OpenAPI 3.1',
    responses: { 200: { description: 'The document.' } },
  },
  {
    route: 'GET /api/v1/docs',
    function: 'docs',
    scope: 'public',
    operationId: 'getDocs',
    summary: 'This API as a page to read and try',
    responses: { 200: { description: 'HTML.', contentType: 'text/html; charset=utf-8' } },
  },
] as const satisfies Endpoint[];
