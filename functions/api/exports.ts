import type { ImportFormat } from '../../shared/domain/imports/import.ts';
import { type ApiAnswer, type ApiCall, createApiHandler } from '../../shared/http/api-handler.ts';
import { exportEndpoints } from '../../shared/http/endpoints/exports.ts';
import { exportCalendar } from '../../shared/use-cases/exports/export-calendar.ts';
import { type ExportOptions, exportDistributions } from '../../shared/use-cases/exports/export-distributions.ts';
import type { ExportPage } from '../../shared/use-cases/exports/export-page.ts';
import type { DistributionFilter } from '../../shared/use-cases/list-distributions.ts';

type Query = ExportOptions & DistributionFilter;

export const handler = createApiHandler(exportEndpoints, {
  exportDistributions: {
    handle: async ({ tenantId, query }: ApiCall<Query>) =>
      asFile('distributions', query, await exportDistributions(tenantId, query, query)),
  },
  exportCalendar: {
    handle: async ({ tenantId, query }: ApiCall<Query>) => {
      const range = { ...query, from: query.from ?? new Date().toISOString() };
      return asFile('calendar', range, await exportCalendar(tenantId, query.platformId, range));
    },
  },
});

const types: Record<ImportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

function asFile(name: string, query: Query, { lines, nextCursor }: ExportPage): ApiAnswer {
  return {
    status: 200,
    contentType: types[query.format],
    body: lines.join(''),
    headers: {
      'content-disposition': `attachment; filename="${name}.${query.format}"`,
      ...(nextCursor !== null && { link: `<${nextAddress(name, query, nextCursor)}>; rel="next"` }),
    },
  };
}

/** The same request with the cursor in it, as RFC 8288 allows it: relative to this one. */
function nextAddress(name: string, query: Query, cursor: string): string {
  const said = Object.entries({ ...query, cursor }).filter(([, value]) => value !== undefined);
  return `/api/v1/exports/${name}?${new URLSearchParams(said.map(([key, value]): [string, string] => [key, String(value)]))}`;
}
