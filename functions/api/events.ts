import { eventEndpoints } from '../../shared/events/endpoints.ts';
import { listEvents } from '../../shared/events/list-events.ts';
import { replayEvents } from '../../shared/events/replay-events.ts';
import { type ApiAnswer, type ApiCall, createApiHandler } from '../../shared/http/api-handler.ts';
import type { PageQuery } from '../../shared/kernel/requests/page.ts';

type Query = PageQuery & { day?: string; format: 'json' | 'ndjson' };

export const handler = createApiHandler(eventEndpoints, {
  listEvents: {
    handle: async ({ tenantId, query }: ApiCall<Query>): Promise<ApiAnswer> => {
      const day = query.day ?? new Date().toISOString().slice(0, 10);
      const page = await listEvents(tenantId, day, query);
      if (query.format === 'json') return { status: 200, body: page };
      return {
        status: 200,
        contentType: 'application/x-ndjson',
        body: page.items.map((event) => `${JSON.stringify(event)}\n`).join(''),
        headers: page.nextCursor === null ? {} : { 'x-next-cursor': page.nextCursor },
      };
    },
  },
  replayEvents: {
    handle: async ({ tenantId, body }: ApiCall<never, PageQuery & { day: string }>) => ({
      status: 200,
      body: await replayEvents(tenantId, body),
    }),
  },
});
