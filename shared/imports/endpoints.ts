import * as z from 'zod';
import { defineEndpoint } from '../kernel/requests/endpoint.ts';
import { pageOf, pageQuery } from '../kernel/requests/endpoint-parts.ts';
import { exampleDay, exampleIds } from '../kernel/requests/example-values.ts';
import {
  importDryRunSchema,
  importFormatSchema,
  importListItemSchema,
  importViewSchema,
  MAX_IMPORT_BYTES,
  MAX_IMPORT_ROWS,
} from './import.ts';
import { importProblemSchema } from './rows/row-problem.ts';

/** A query parameter that is true or false; `z.coerce.boolean()` would read "false" as true. */
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
    permits: 50,
    summary: 'Import posts from a CSV or NDJSON file',
    description: `At most ${MAX_IMPORT_ROWS} rows and 4 MiB. A row has the fields of POST /distributions, and optionally a key. Herald recognizes a row by its key, or without one by the whole row, so the same rows never create anything twice. It validates all rows first; if one is invalid it creates nothing, unless allowPartial=true. dryRun=true only validates, and answers at once. Rows that name their time come first; rows with scheduledFor next_slot or optimal, with an onConflict, or for the same minute as an earlier row follow one by one in the order of the file. A dry run tries them in the same order. Posts are planned with what your key may do at that moment: where a platform asks for an approval they wait for one, or not, as yours would by POST /distributions.`,
    query: z.strictObject({
      format: importFormatSchema.optional().meta({ description: 'As the content type says, if left out.' }),
      dryRun: flag('Validate every row, and create nothing.'),
      allowPartial: flag('Create the posts of the valid rows although others are invalid.'),
    }),
    upload: { contentTypes: ['text/csv', 'application/x-ndjson'], maxBytes: MAX_IMPORT_BYTES },
    example: {
      query: { dryRun: 'true' },
      body: `key,platformId,body,scheduledFor\nspring-1,${exampleIds.platforms},The spring edition is out.,${exampleDay('03-05')}T09:00:00Z\n`,
    },
    responses: {
      200: { description: 'What a dry run found.', schema: importDryRunSchema },
      202: { description: 'The import begins; read it to see how far it is.', schema: importListItemSchema },
    },
    problems: ['body_too_large', 'limit_reached'],
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
