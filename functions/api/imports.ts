import { createApiHandler } from '../../shared/http/api-handler.ts';
import { reply } from '../../shared/http/reply.ts';
import { createImport } from '../../shared/imports/create-import.ts';
import { dryRunImport } from '../../shared/imports/dry-run-import.ts';
import { importEndpoints } from '../../shared/imports/endpoints.ts';
import { getImport } from '../../shared/imports/get-import.ts';
import type { ImportFormat } from '../../shared/imports/import.ts';
import { listImportProblems } from '../../shared/imports/list-import-problems.ts';
import { listImports } from '../../shared/imports/list-imports.ts';
import { HeraldError } from '../../shared/kernel/herald-error.ts';

export const handler = createApiHandler(importEndpoints, {
  createImport: {
    handle: async ({ request, tenantId, query, body }) => {
      const format = query.format ?? formatOf(body.contentType);
      const file = { format, text: body.text, allowPartial: query.allowPartial };
      if (query.dryRun) return reply(200, await dryRunImport(tenantId, file));
      const made = await createImport(request, file);
      return reply(202, made, { location: `/api/v1/imports/${made.id}` });
    },
    replay: async (tenantId, { resourceId }) => {
      const { problems, problemCount, ...made } = await getImport(tenantId, resourceId);
      return made;
    },
  },
  listImports: ({ tenantId, query }) => listImports(tenantId, query),
  getImport: ({ tenantId, params }) => getImport(tenantId, params.id),
  listImportProblems: ({ tenantId, params, query }) => listImportProblems(tenantId, params.id, query),
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
