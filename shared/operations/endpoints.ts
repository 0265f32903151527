import * as z from 'zod';
import { defineEndpoint } from '../kernel/requests/endpoint.ts';
import { deadLetterQueueNameSchema } from './dead-letters.ts';

const tally = { replayed: z.number().int(), skipped: z.number().int(), left: z.number().int() };

export const deadLetterEndpoints = [
  defineEndpoint({
    route: 'GET /api/v1/dead-letters',
    function: 'dead-letters',
    scope: 'admin',
    operationId: 'listDeadLetters',
    summary: 'What Herald gave up on',
    description: 'About how many messages each dead-letter queue of the deployment holds, and what that means.',
    responses: {
      200: {
        description: 'Every dead-letter queue.',
        schema: z.object({
          items: z.array(
            z.object({
              name: deadLetterQueueNameSchema,
              messages: z.number().int(),
              meaning: z.string(),
              replay: z.string(),
            }),
          ),
        }),
      },
    },
  }),
  defineEndpoint({
    route: 'POST /api/v1/dead-letters/replay',
    function: 'dead-letters',
    scope: 'admin',
    operationId: 'replayDeadLetters',
    permits: 50,
    summary: 'Try again what Herald gave up on',
    description:
      'Sends messages back to where they failed. What already went out is only cleared away, so repeating it does no harm. Touches your own messages alone; what names no tenant is cleared away only where there is no other tenant, or by the operator (npm run admin -- replay-dead-letters).',
    body: z.strictObject({
      queue: deadLetterQueueNameSchema.optional().meta({ description: 'All of them if left out.' }),
      max: z.number().int().min(1).max(1_000).default(100).meta({ description: 'At most so many messages.' }),
    }),
    example: { body: { queue: 'publish', max: 50 } },
    responses: {
      200: {
        description:
          'What was sent again (`replayed`), cleared away because nothing was left to do (`skipped`), and what stays (`left`), each with its reason in `problems`.',
        schema: z.object({
          ...tally,
          complete: z.boolean().meta({ description: 'False: `max` or the time ended it; repeat the request.' }),
          byQueue: z.array(z.object({ queue: deadLetterQueueNameSchema, ...tally })),
          problems: z.array(
            z.object({
              queue: deadLetterQueueNameSchema,
              messageId: z.string(),
              reason: z.string(),
              remedy: z.string(),
            }),
          ),
        }),
      },
    },
  }),
] as const;
