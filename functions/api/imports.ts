import { type ApiCall, createApiHandler } from '../../shared/http/api-handler.ts';
import { createImport, dryRunImport } from '../../shared/imports/create-import.ts';
import { importEndpoints } from '../../shared/imports/endpoints.ts';
import type { ImportFormat } from '../../shared/imports/import.ts';
import { getImport, listImportProblems, listImports } from '../../shared/imports/read-imports.ts';
import { HeraldError } from '../../shared/kernel/herald-error.ts';
import type { Upload } from '../../shared/kernel/requests/endpoint.ts';
import type { PageQuery } from '../../shared/kernel/requests/page.ts';

interface Query {
  format?: ImportFormat;
  dryRun: boolean;
  allowPartial: boolean;
}

export const handler = createApiHandler(importEndpoints, {
  createImport: {
    handle: async ({ request, tenantId, query, body }: ApiCall<Query, Upload>) => {
      const format = query.format ?? formatOf(body.contentType);
      const file = { format, text: body.text, allowPartial: query.allowPartial };
      if (query.dryRun) return { status: 200, body: await dryRunImport(tenantId, file) };
      const made = await createImport(request, file);
      return { status: 202, body: made, headers: { location: `/api/v1/imports/${made.id}` } };
    },
    replay: async (tenantId, { status, resourceId }) => ({ status, body: await getImport(tenantId, resourceId) }),
  },
  listImports: {
    handle: async ({ tenantId, query }: ApiCall<PageQuery>) => ({
      status: 200,
      body: await listImports(tenantId, query),
    }),
  },
  getImport: {
    handle: async ({ tenantId, params }) => ({ status: 200, body: await getImport(tenantId, params.id!) }),
  },
  listImportProblems: {
    handle: async ({ tenantId, params, query }: ApiCall<PageQuery>) => ({
      status: 200,
      body: await listImportProblems(tenantId, params.id!, query),
    }),
  },
});

function formatOf(contentType: string): ImportFormat {
  const type = contentType.split(';')[0]!.trim().toLowerCase();
  if (type === 'text/csv') return 'csv';
  if (/^application\/(x-)?(ndjson|jsonl|jsonlines)$/.test(type)) return 'ndjson';
  const message = `The content type "${type.slice(0, 60)}" does not say what the file is.`;
  throw new HeraldError('invalid_request', message, {
    remedy: 'Send text/csv or application/x-ndjson, or add ?format=csv or ?format=ndjson.',
    problems: [{ field: '/format', code: 'unknown_format', message, remedy: 'Name the format.' }],
  });
}
