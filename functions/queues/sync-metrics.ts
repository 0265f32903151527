import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import { returnSoon } from '../../shared/aws/return-soon.ts';
import { logger } from '../../shared/kernel/logger.ts';
import { syncMetrics, syncMetricsSchema } from '../../shared/learning/sync-metrics.ts';

const processor = new BatchProcessor(EventType.SQS);

/** Reads the metrics queue: one chunk of one platform's posts per message. */
export async function handler(event: SQSEvent, context: Context) {
  return processPartialResponse(event, work, processor, { context, throwOnFullBatchFailure: false });
}

async function work(record: SQSRecord): Promise<void> {
  const message = syncMetricsSchema.parse(JSON.parse(record.body));
  try {
    const written = await syncMetrics(message, { actor: 'system:sync-metrics', causationId: record.messageId });
    logger.info('Metrics synced', { platformId: message.platformId, written });
  } catch (error) {
    logger.error('Reading metrics failed; SQS delivers the message again', { error: error as Error });
    await returnSoon('METRICS_QUEUE_URL', record);
    throw error;
  }
}
