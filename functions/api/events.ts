import { eventEndpoints } from '../../shared/events/endpoints.ts';
import { listEvents } from '../../shared/events/list-events.ts';
import { replayEvents } from '../../shared/events/replay-events.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { text } from '../../shared/http/reply.ts';

export const handler = createApiHandler(eventEndpoints, {
  listEvents: async ({ tenantId, query }) => {
    const day = query.day ?? new Date().toISOString().slice(0, 10);
    const page = await listEvents(tenantId, day, query);
    if (query.format === 'json') return page;
    const lines = page.items.map((event) => `${JSON.stringify(event)}\n`).join('');
    return text('application/x-ndjson', lines, page.nextCursor === null ? {} : { 'x-next-cursor': page.nextCursor });
  },
  replayEvents: ({ tenantId, body }) => replayEvents(tenantId, body),
});
