import * as z from 'zod';
import { distributionStatusSchema } from '../../domain/distribution.ts';
import type { Endpoint } from '../endpoint.ts';

const moment = z.iso.datetime({ offset: true }).or(z.iso.date());

const fileQuery = {
  format: z.enum(['csv', 'ndjson']).default('csv'),
  platformId: z.uuid().toLowerCase().optional(),
  formulas: z.enum(['escape', 'keep']).default('escape').meta({
    description:
      'escape: a CSV cell that begins with = + - @ gets an apostrophe before it, so that no spreadsheet runs it. An import takes it away again.',
  }),
  limit: z.coerce.number().int().min(1).max(1_000).default(500).meta({ description: 'At most so many rows.' }),
  cursor: z.string().max(2_000).optional().meta({ description: 'As the header Link of the page before has it.' }),
};

const file = { description: 'A page of the file.', schema: z.string(), contentType: 'text/csv' };
const paging =
  'The header Link names the next page (rel="next") until there is none. The names of CSV columns stand in the first page alone, so pages can be joined as they come.';

export const exportEndpoints = [
  {
    route: 'GET /api/v1/exports/distributions',
    function: 'exports',
    scope: 'read',
    operationId: 'exportDistributions',
    summary: 'Posts whole, as CSV or NDJSON that can be imported again',
    description: `Oldest first, by the time that they are planned for or were made. ${paging}`,
    query: z.strictObject({
      ...fileQuery,
      status: distributionStatusSchema.optional(),
      from: moment.optional(),
      to: moment.optional(),
    }),
    responses: { 200: file },
  },
  {
    route: 'GET /api/v1/exports/calendar',
    function: 'exports',
    scope: 'read',
    operationId: 'exportCalendar',
    summary: 'What is planned in a range of time, as CSV or NDJSON',
    description: `Posts that have a time and have not gone out; from now on, if from is left out. ${paging}`,
    query: z.strictObject({ ...fileQuery, from: moment.optional(), to: moment.optional() }),
    responses: { 200: file },
  },
] as const satisfies Endpoint[];
