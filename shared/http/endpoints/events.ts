import * as z from 'zod';
import { eventSchema } from '../../domain/event.ts';
import type { Endpoint } from '../endpoint.ts';
import { pageOf, pageQuery } from './common.ts';

export const eventEndpoints = [
  {
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
    responses: { 200: { description: 'A page of events.', schema: pageOf(eventSchema) } },
  },
] as const satisfies Endpoint[];
