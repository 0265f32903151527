import type { DeadLetterQueueName } from '../../shared/domain/dead-letters.ts';
import { type ApiCall, createApiHandler } from '../../shared/http/api-handler.ts';
import { deadLetterEndpoints } from '../../shared/http/endpoints/dead-letters.ts';
import { listDeadLetters } from '../../shared/use-cases/list-dead-letters.ts';
import { replayDeadLetters } from '../../shared/use-cases/replay-dead-letters.ts';

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
