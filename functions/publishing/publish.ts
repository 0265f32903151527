import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import { logger } from '../../shared/cloud/logger.ts';
import { publishMessageSchema } from '../../shared/domain/publication-ref.ts';
import { checkAttempt } from '../../shared/use-cases/check-attempt.ts';
import { publishDistribution } from '../../shared/use-cases/publish-distribution.ts';

const processor = new BatchProcessor(EventType.SQS);

/** Works off the publish queue: one plan of one distribution per message. */
export async function handler(event: SQSEvent, context: Context) {
  return processPartialResponse(event, work, processor, { context, throwOnFullBatchFailure: false });
}

async function work(record: SQSRecord): Promise<void> {
  const message = publishMessageSchema.parse(JSON.parse(record.body));
  const actor = {
    actor: 'system:publish',
    correlationId: message.distributionId,
    causationId: record.messageId,
  };
  try {
    if (message.kind === 'check') return await checkAttempt(message, actor);
    const { kind, hop, ...ref } = message;
    return await publishDistribution(ref, hop, actor);
  } catch (error) {
    logger.error('A publish message failed and will come again', { error: error as Error, ...message });
    throw error;
  }
}
