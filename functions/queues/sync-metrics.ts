import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { workThrough } from '../../shared/aws/work-through.ts';
import { logger } from '../../shared/kernel/logger.ts';
import { type MetricsMessage, metricsMessageSchema } from '../../shared/learning/metrics-messages.ts';
import { planMetrics } from '../../shared/learning/plan-metrics.ts';
import { planTenants } from '../../shared/learning/plan-tenants.ts';
import { syncMetrics } from '../../shared/learning/sync-metrics.ts';

/** Reads the metrics queue: per message one chunk of one platform's posts, or tenants to plan. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  return workThrough('METRICS_QUEUE_URL', event, work);
}

async function work(record: SQSRecord): Promise<void> {
  const message = metricsMessageSchema.parse(JSON.parse(record.body));
  try {
    await carryOut(message, record.messageId);
  } catch (error) {
    logger.error('Reading metrics failed; SQS delivers the message again', { error: error as Error });
    throw error;
  }
}

async function carryOut(message: MetricsMessage, causationId: string): Promise<void> {
  switch (message.kind) {
    case 'sync': {
      const written = await syncMetrics(message, { actor: 'system:sync-metrics', causationId });
      return logger.info('Metrics synced', { platformId: message.platformId, written });
    }
    case 'plan':
      return logger.info('Metrics planned', { messages: await planTenants(message) });
    case 'handOut':
      return logger.info('Tenants handed out', { messages: await planMetrics(message.after) });
  }
}
