import * as z from 'zod';
import { defineEndpoint } from '../kernel/requests/endpoint.ts';
import { pageOf, pageQuery } from '../kernel/requests/endpoint-parts.ts';
import {
  importDryRunSchema,
  importFormatSchema,
  importListItemSchema,
  importViewSchema,
  MAX_IMPORT_BYTES,
  MAX_IMPORT_ROWS,
} from './import.ts';
import { importProblemSchema } from './rows/row-problem.ts';

/** A query parameter that says yes or no; `z.coerce.boolean()` would take "false" for true. */
const flag = (description: string) =>
  z
    .enum(['true', 'false'])
    .default('false')
    .transform((said) => said === 'true')
    .meta({ description });

export const importEndpoints = [
  defineEndpoint({
    route: 'POST /api/v1/imports',
    function: 'imports',
    scope: 'write',
    operationId: 'createImport',
    summary: 'Import posts from a CSV or NDJSON file',
    description: `At most ${MAX_IMPORT_ROWS} rows and 4 MiB. A row has the fields of POST /distributions, and a key of its own if you like: a row is known by its key, or else by everything in it, so the same rows never create anything twice. All rows are looked at first; if one is bad nothing is created, unless allowPartial=true. dryRun=true only looks, and answers at once. Rows that name their time come first; rows with scheduledFor next_slot or optimal, with an onConflict, or for the same minute as an earlier row follow one by one in the order of the file. A dry run tries them in the same order. Posts are planned with what your key may do at that moment: where a platform asks for an approval they wait for one, or not, as yours would by POST /distributions.`,
    query: z.strictObject({
      format: importFormatSchema.optional().meta({ description: 'As the content type says, if left out.' }),
      dryRun: flag('Look at every row, and create nothing.'),
      allowPartial: flag('Take the good rows although others are bad.'),
    }),
    upload: { contentTypes: ['text/csv', 'application/x-ndjson'], maxBytes: MAX_IMPORT_BYTES },
    responses: {
      200: { description: 'What a dry run found.', schema: importDryRunSchema },
      202: { description: 'The import begins; read it to see how far it is.', schema: importListItemSchema },
    },
    problems: ['body_too_large'],
  }),
  defineEndpoint({
    route: 'GET /api/v1/imports',
    function: 'imports',
    scope: 'read',
    operationId: 'listImports',
    summary: 'Imports of the last 90 days, newest first',
    query: z.strictObject(pageQuery),
    responses: { 200: { description: 'A page of imports.', schema: pageOf(importListItemSchema) } },
  }),
  defineEndpoint({
    route: 'GET /api/v1/imports/{id}',
    function: 'imports',
    scope: 'read',
    operationId: 'getImport',
    summary: 'How far an import is, and its first 100 problems',
    responses: { 200: { description: 'The import.', schema: importViewSchema } },
  }),
  defineEndpoint({
    route: 'GET /api/v1/imports/{id}/problems',
    function: 'imports',
    scope: 'read',
    operationId: 'listImportProblems',
    summary: 'Every problem of an import, by line',
    query: z.strictObject(pageQuery),
    responses: { 200: { description: 'A page of problems.', schema: pageOf(importProblemSchema) } },
  }),
] as const;
