import { exportEndpoints } from '../../shared/exports/endpoints.ts';
import { exportCalendar, isPlanned } from '../../shared/exports/export-calendar.ts';
import { type ExportOptions, exportDistributions } from '../../shared/exports/export-distributions.ts';
import { exportIcs } from '../../shared/exports/export-ics.ts';
import type { ExportPage } from '../../shared/exports/export-page.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { text } from '../../shared/http/reply.ts';
import type { ImportFormat } from '../../shared/imports/import.ts';
import type { DistributionFilter } from '../../shared/posts/model/list-items.ts';

type Query = Omit<ExportOptions, 'format'> & DistributionFilter & { format: ImportFormat | 'ics' };

export const handler = createApiHandler(exportEndpoints, {
  exportDistributions: async ({ tenantId, query }) => {
    const { format } = query;
    if (format === 'ics') return asIcs('distributions', await exportIcs(tenantId, query, query, () => true));
    return asFile('distributions', query, await exportDistributions(tenantId, query, { ...query, format }));
  },
  exportCalendar: async ({ tenantId, query }) => {
    const { format, platformId } = query;
    const range = { ...query, from: query.from ?? new Date().toISOString() };
    if (format === 'ics') return asIcs('calendar', await exportIcs(tenantId, { platformId }, range, isPlanned));
    return asFile('calendar', range, await exportCalendar(tenantId, platformId, { ...range, format }));
  },
});

const types = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
  ics: 'text/calendar; charset=utf-8',
} as const;

function asFile(name: string, query: Query, { lines, nextCursor }: ExportPage) {
  const next: Record<string, string> =
    nextCursor === null ? {} : { link: `<${nextAddress(name, query, nextCursor)}>; rel="next"` };
  return answer(name, query.format, lines.join(''), next);
}

const asIcs = (name: string, file: string) => answer(name, 'ics', file, {});

function answer(name: string, format: Query['format'], file: string, headers: Record<string, string>) {
  const disposition = `attachment; filename="${name}.${format}"`;
  return text(types[format], file, { 'content-disposition': disposition, ...headers });
}

/** The same request with the cursor in it, as RFC 8288 allows it: relative to this one. */
function nextAddress(name: string, query: Query, cursor: string): string {
  const said = Object.entries({ ...query, cursor }).filter(([, value]) => value !== undefined);
  return `/api/v1/exports/${name}?${new URLSearchParams(said.map(([key, value]): [string, string] => [key, String(value)]))}`;
}
