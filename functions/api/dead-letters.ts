import { createApiHandler } from '../../shared/http/api-handler.ts';
import { deadLetterEndpoints } from '../../shared/operations/endpoints.ts';
import { listDeadLetters } from '../../shared/operations/list-dead-letters.ts';
import { replayDeadLetters } from '../../shared/operations/replay-dead-letters.ts';

/** Of the 30 seconds that the gateway waits. */
const REPLAY_MS = 15_000;

export const handler = createApiHandler(deadLetterEndpoints, {
  listDeadLetters: () => listDeadLetters(),
  replayDeadLetters: ({ request: { actor, tenantId }, body }) =>
    replayDeadLetters({ actor, tenantId, ...body, withinMs: REPLAY_MS }),
});
