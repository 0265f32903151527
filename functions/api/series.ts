import { type ApiCall, createApiHandler, type RouteHandler } from '../../shared/http/api-handler.ts';
import type { PageQuery } from '../../shared/kernel/requests/page.ts';
import { cancelSeries } from '../../shared/series/cancel-series.ts';
import { createSeries } from '../../shared/series/create-series.ts';
import { seriesEndpoints } from '../../shared/series/endpoints.ts';
import { getSeries } from '../../shared/series/get-series.ts';
import { listSeries } from '../../shared/series/list-series.ts';
import { listSeriesOccurrences } from '../../shared/series/list-series-occurrences.ts';
import type { NewSeries, SeriesPatch } from '../../shared/series/model/series-input.ts';
import { pauseSeries } from '../../shared/series/pause-series.ts';
import { resumeSeries } from '../../shared/series/resume-series.ts';
import { updateSeries } from '../../shared/series/update-series.ts';

const replay: RouteHandler['replay'] = async (tenantId, { status, resourceId }) => ({
  status,
  body: await getSeries(tenantId, resourceId),
});

export const handler = createApiHandler(seriesEndpoints, {
  createSeries: {
    handle: async ({ request, body }: ApiCall<never, NewSeries>) => {
      const series = await createSeries(request, body);
      return { status: 201, body: series, headers: { location: `/api/v1/series/${series.id}` } };
    },
    replay: async (tenantId, record) => {
      const answer = await replay(tenantId, record);
      return { ...answer, body: { ...(answer.body as object), warnings: [] } };
    },
  },
  listSeries: {
    handle: async ({ tenantId, query }: ApiCall<PageQuery>) => ({
      status: 200,
      body: await listSeries(tenantId, query),
    }),
  },
  getSeries: {
    handle: async ({ tenantId, params }) => ({ status: 200, body: await getSeries(tenantId, params.id!) }),
  },
  listSeriesOccurrences: {
    handle: async ({ tenantId, params, query }: ApiCall<PageQuery>) => ({
      status: 200,
      body: await listSeriesOccurrences(tenantId, params.id!, query),
    }),
  },
  updateSeries: {
    handle: async ({ request, params, body }: ApiCall<never, SeriesPatch>) => ({
      status: 200,
      body: await updateSeries(request, params.id!, body),
    }),
  },
  pauseSeries: {
    handle: async ({ request, params }) => ({ status: 200, body: await pauseSeries(request, params.id!) }),
    replay,
  },
  resumeSeries: {
    handle: async ({ request, params }) => ({ status: 200, body: await resumeSeries(request, params.id!) }),
    replay,
  },
  cancelSeries: {
    handle: async ({ request, params }) => ({ status: 200, body: await cancelSeries(request, params.id!) }),
    replay,
  },
});
