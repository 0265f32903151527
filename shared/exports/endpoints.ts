import * as z from 'zod';
import { EXPORT_PAGE_ROWS } from '../imports/import.ts';
import { defineEndpoint } from '../kernel/requests/endpoint.ts';
import { distributionStatusSchema } from '../posts/model/distribution.ts';

const moment = z.union([z.iso.datetime({ offset: true }), z.iso.date()], {
  error:
    'Not a moment: write it like "2027-03-01T09:00:00Z", with Z or an offset, or as a date like "2027-03-01" (UTC)',
});

const fileQuery = {
  format: z
    .enum(['csv', 'ndjson', 'ics'])
    .default('csv')
    .meta({ description: 'ics: one whole file of events, without pages.' }),
  platformId: z.uuid().toLowerCase().optional(),
  formulas: z.enum(['escape', 'keep']).default('escape').meta({
    description:
      'escape: a CSV cell that begins with = + - @ | gets an apostrophe before it, so that no spreadsheet runs it. An import takes it away again.',
  }),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .optional()
    .meta({ description: `At most so many rows of CSV or NDJSON. Default: ${EXPORT_PAGE_ROWS}.` }),
  cursor: z.string().max(2_000).optional().meta({ description: 'As the header Link of the page before has it.' }),
};

type FileQuery = { format: string; limit?: unknown; cursor?: unknown; from?: string; to?: string };

/** An iCalendar file has no pages, and a range ends after it begins. */
const checked = <Query extends z.ZodType<FileQuery>>(query: Query) =>
  query.superRefine(({ format, limit, cursor, from, to }, context) => {
    const wrong = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message });
    for (const [name, said] of Object.entries({ limit, cursor })) {
      if (format === 'ics' && said !== undefined) wrong(name, `An ICS file comes whole: leave "${name}" out`);
    }
    if (from !== undefined && to !== undefined && Date.parse(to) < Date.parse(from))
      wrong('to', '"to" is before "from"');
  });

const file = {
  description: 'A page of the file, or all of it (ics).',
  text: ['text/csv; charset=utf-8', 'application/x-ndjson; charset=utf-8', 'text/calendar; charset=utf-8'],
  headers: ['Link', 'Content-Disposition'],
} as const;
const paging =
  'The header Link names the next page (rel="next") until there is none. Only the first page has the names of the CSV columns, so pages can be joined as they come.';
const ics =
  'An ICS file has no pages: it comes whole, up to 5,000 events, or is refused. An event has the same uid as in the calendar behind a secret link.';

export const exportEndpoints = [
  defineEndpoint({
    route: 'GET /api/v1/exports/distributions',
    function: 'exports',
    scope: 'read',
    operationId: 'exportDistributions',
    permits: 20,
    summary: 'Posts whole, as CSV or NDJSON that can be imported again; or those with a time as ICS',
    description: `Oldest first, by the time that they are planned for or were made. ${paging} ${ics}`,
    query: checked(
      z.strictObject({
        ...fileQuery,
        status: distributionStatusSchema.optional(),
        from: moment.optional(),
        to: moment.optional(),
      }),
    ),
    example: { query: { format: 'csv', from: '2026-01-01', limit: 500 } },
    responses: { 200: file },
  }),
  defineEndpoint({
    route: 'GET /api/v1/exports/calendar',
    function: 'exports',
    scope: 'read',
    operationId: 'exportCalendar',
    permits: 20,
    summary: 'What is planned in a range of time, as CSV, NDJSON or ICS',
    description: `Posts that have a time and have not gone out; from now on, if from is left out. ${paging} ${ics}`,
    query: checked(z.strictObject({ ...fileQuery, from: moment.optional(), to: moment.optional() })),
    example: { query: { format: 'ics' } },
    responses: { 200: file },
  }),
] as const;
