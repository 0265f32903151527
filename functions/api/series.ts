import { createApiHandler } from '../../shared/http/api-handler.ts';
import { created } from '../../shared/http/reply.ts';
import type { IdempotencyRecord } from '../../shared/kernel/requests/idempotency-items.ts';
import { cancelSeries } from '../../shared/series/cancel-series.ts';
import { createSeries } from '../../shared/series/create-series.ts';
import { seriesEndpoints } from '../../shared/series/endpoints.ts';
import { getSeries } from '../../shared/series/get-series.ts';
import { listSeries } from '../../shared/series/list-series.ts';
import { listSeriesOccurrences } from '../../shared/series/list-series-occurrences.ts';
import { pauseSeries } from '../../shared/series/pause-series.ts';
import { resumeSeries } from '../../shared/series/resume-series.ts';
import { updateSeries } from '../../shared/series/update-series.ts';

const replay = (tenantId: string, { resourceId }: IdempotencyRecord) => getSeries(tenantId, resourceId);

export const handler = createApiHandler(seriesEndpoints, {
  createSeries: {
    handle: async ({ request, body }) => created('/api/v1/series', await createSeries(request, body)),
    replay: async (tenantId, record) => ({ ...(await replay(tenantId, record)), warnings: [] }),
  },
  listSeries: ({ tenantId, query }) => listSeries(tenantId, query),
  getSeries: ({ tenantId, params }) => getSeries(tenantId, params.id),
  listSeriesOccurrences: ({ tenantId, params, query }) => listSeriesOccurrences(tenantId, params.id, query),
  updateSeries: ({ request, params, body }) => updateSeries(request, params.id, body),
  pauseSeries: { handle: ({ request, params }) => pauseSeries(request, params.id), replay },
  resumeSeries: { handle: ({ request, params }) => resumeSeries(request, params.id), replay },
  cancelSeries: { handle: ({ request, params }) => cancelSeries(request, params.id), replay },
});
