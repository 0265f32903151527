import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { clientSettings } from '../kernel/client-settings.ts';
import { environment } from '../kernel/environment.ts';
import { lean } from '../kernel/lean-client.ts';
import { logger } from '../kernel/logger.ts';
import type { WorkQueue } from './queues.ts';

const client = lean(new SQSClient(clientSettings));

/**
 * Seconds after which a message comes again, by how often it has been received. After that it comes by the queue's own
 * visibility timeout, which is made for workers that died: so the five receives last through an outage of a quarter of an
 * hour, and something that passes at once costs seconds.
 */
const PAUSES_SECONDS = [5, 30];

/** Call when the work on a message has failed. Half as long again at most, so that what failed together does not come back together. */
export async function returnSoon(queue: WorkQueue, record: SQSRecord): Promise<void> {
  const pause = PAUSES_SECONDS[Number(record.attributes.ApproximateReceiveCount) - 1];
  if (pause === undefined) return;
  try {
    await client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: environment(queue),
        ReceiptHandle: record.receiptHandle,
        VisibilityTimeout: Math.round(pause * (1 + Math.random() / 2)),
      }),
    );
  } catch (error) {
    logger.warn('A failed message comes again only by the visibility timeout of its queue', {
      messageId: record.messageId,
      error: error as Error,
    });
  }
}
