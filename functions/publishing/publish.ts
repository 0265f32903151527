import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import { logger } from '../../shared/cloud/logger.ts';
import type { Actor } from '../../shared/domain/event.ts';
import { type PublishMessage, publishMessageSchema } from '../../shared/domain/publication-ref.ts';
import { checkAttempt } from '../../shared/use-cases/check-attempt.ts';
import { discardPrepared } from '../../shared/use-cases/discard-prepared.ts';
import { givePlaces } from '../../shared/use-cases/give-places.ts';
import { lookUpOutcome } from '../../shared/use-cases/look-up-outcome.ts';
import { publishDistribution } from '../../shared/use-cases/publish-distribution.ts';
import { releaseHeld } from '../../shared/use-cases/release-held.ts';

const processor = new BatchProcessor(EventType.SQS);

/** Works off the publish queue: one plan of one distribution, or one account's waiting posts, per message. */
export async function handler(event: SQSEvent, context: Context) {
  return processPartialResponse(event, work, processor, { context, throwOnFullBatchFailure: false });
}

async function work(record: SQSRecord): Promise<void> {
  const message = publishMessageSchema.parse(JSON.parse(record.body));
  const correlationId = 'distributionId' in message ? message.distributionId : message.platformId;
  try {
    await dispatch(message, { actor: 'system:publish', correlationId, causationId: record.messageId });
  } catch (error) {
    logger.error('A publish message failed and will come again', { error: error as Error, ...message });
    throw error;
  }
}

async function dispatch(message: PublishMessage, actor: Actor): Promise<void> {
  switch (message.kind) {
    case 'publish': {
      const { kind, hop, ...ref } = message;
      return publishDistribution(ref, hop, actor);
    }
    case 'check':
      return checkAttempt(message, actor);
    case 'look':
      return lookUpOutcome(message, actor);
    case 'discard':
      return discardPrepared(message, actor);
    case 'line':
      return givePlaces(message, actor);
    case 'release':
      return releaseHeld(message, actor);
  }
}
