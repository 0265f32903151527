import * as z from 'zod';
import { defineEndpoint } from '../kernel/requests/endpoint.ts';
import { pageOf, pageQuery } from '../kernel/requests/endpoint-parts.ts';
import { loggedEventSchema } from './all-events.ts';

export const eventEndpoints = [
  defineEndpoint({
    route: 'GET /api/v1/events',
    function: 'events',
    scope: 'read',
    operationId: 'listEvents',
    summary: 'The event log of a day, newest first',
    description:
      'With format=ndjson a page is one event per line and the next cursor is in the header x-next-cursor: pass it on until it is missing to export the day.',
    query: z.strictObject({
      day: z.iso.date().optional().meta({ description: 'UTC; today if left out.' }),
      format: z.enum(['json', 'ndjson']).default('json'),
      ...pageQuery,
    }),
    example: { query: { format: 'ndjson', limit: 100 } },
    responses: {
      200: {
        description: 'A page of events.',
        schema: pageOf(loggedEventSchema),
        text: ['application/x-ndjson'],
        headers: ['X-Next-Cursor'],
      },
    },
  }),
  defineEndpoint({
    route: 'POST /api/v1/events/replay',
    function: 'events',
    scope: 'admin',
    operationId: 'replayEvents',
    permits: 50,
    summary: "Put a day's events on the bus again",
    description:
      'Oldest first and with their own ids: consumers drop the ones they have. Pass `nextCursor` on until it is null.',
    body: z.strictObject({
      day: z.iso.date().meta({ description: 'UTC.' }),
      limit: z.number().int().min(1).max(1_000).default(500).meta({ description: 'At most so many events.' }),
      cursor: z.string().max(2_000).optional().meta({ description: '`nextCursor` of the answer before.' }),
    }),
    example: { body: { day: '2026-03-01', limit: 100 } },
    responses: {
      200: {
        description: 'How many events are on the bus again, and where to go on.',
        schema: z.object({ replayed: z.number().int(), nextCursor: z.string().nullable() }),
      },
    },
    problems: ['unavailable'],
  }),
] as const;

/** Below the path of distributions, so their function answers it. */
export const distributionEventEndpoints = [
  defineEndpoint({
    route: 'GET /api/v1/distributions/{id}/events',
    function: 'distributions',
    scope: 'read',
    operationId: 'listDistributionEvents',
    summary: 'The whole story of one distribution, oldest first',
    query: z.strictObject(pageQuery),
    responses: { 200: { description: 'A page of events.', schema: pageOf(loggedEventSchema) } },
  }),
] as const;
