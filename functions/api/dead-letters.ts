import { type ApiCall, createApiHandler } from '../../shared/http/api-handler.ts';
import type { DeadLetterQueueName } from '../../shared/operations/dead-letters.ts';
import { deadLetterEndpoints } from '../../shared/operations/endpoints.ts';
import { listDeadLetters } from '../../shared/operations/list-dead-letters.ts';
import { replayDeadLetters } from '../../shared/operations/replay-dead-letters.ts';

/** Of the 30 seconds that the gateway waits. */
const REPLAY_MS = 15_000;

export const handler = createApiHandler(deadLetterEndpoints, {
  listDeadLetters: { handle: async () => ({ status: 200, body: await listDeadLetters() }) },
  replayDeadLetters: {
    handle: async ({ request, body }: ApiCall<never, { queue?: DeadLetterQueueName; max: number }>) => {
      const { actor, tenantId } = request;
      return { status: 200, body: await replayDeadLetters({ actor, tenantId, ...body, withinMs: REPLAY_MS }) };
    },
  },
});
