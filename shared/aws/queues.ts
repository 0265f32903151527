import {
  type MessageAttributeValue,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { clientSettings } from '../kernel/client-settings.ts';
import { environment } from '../kernel/environment.ts';

const client = new SQSClient(clientSettings);

/** SQS takes no longer delay for one message. */
export const MAX_DELAY_SECONDS = 900;

export type WorkQueue = 'PUBLISH_QUEUE_URL' | 'METRICS_QUEUE_URL' | 'IMPORT_QUEUE_URL' | 'FEED_QUEUE_URL';

export interface QueueMessage {
  /** Queues are fair by tenant: while one tenant's messages fill the workers, those of the others go first. */
  body: { tenantId: string };
  delaySeconds: number;
}

/**
 * Sends up to ten messages in one call.
 *
 * @throws when any of them was not taken: the caller's whole step is run again, and a message too many is harmless
 */
export async function sendMessages(queue: WorkQueue, messages: QueueMessage[]) {
  if (messages.length === 0) return;
  const answer = await client.send(
    new SendMessageBatchCommand({
      QueueUrl: environment(queue),
      Entries: messages.map((message, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(message.body),
        MessageGroupId: message.body.tenantId,
        DelaySeconds: Math.min(MAX_DELAY_SECONDS, Math.max(0, Math.floor(message.delaySeconds))),
      })),
    }),
  );
  const failed = answer.Failed ?? [];
  if (failed.length === 0) return;
  throw new Error(`SQS did not take ${failed.length} of ${messages.length} messages: ${failed[0]?.Code}`);
}

/** Sends a message on exactly as it came, in the name of its tenant. */
export async function sendUnchanged(
  queue: WorkQueue,
  tenantId: string,
  message: { body: string; attributes: Record<string, MessageAttributeValue> },
): Promise<void> {
  await client.send(
    new SendMessageCommand({
      QueueUrl: environment(queue),
      MessageBody: message.body,
      MessageGroupId: tenantId,
      MessageAttributes: message.attributes,
    }),
  );
}
