import {
  type MessageAttributeValue,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { clientSettings } from '../kernel/client-settings.ts';
import { environment } from '../kernel/environment.ts';
import { callAsJson } from '../kernel/json-calls.ts';
import { lean } from '../kernel/lean-client.ts';
import { isPassingError } from '../kernel/passing-errors.ts';
import { sleepUntil } from '../kernel/time/clock.ts';

const client = lean(new SQSClient(clientSettings));
/**
 * The SDK would send the same delay again after a try that took five seconds, and the message would come five seconds
 * late: what may wait is tried again here, each time with what is left of its delay.
 */
const clientOfOneTry = callAsJson(lean(new SQSClient({ ...clientSettings, maxAttempts: 1, md5: false })), 'AmazonSQS', {
  'x-amzn-query-mode': 'true',
});

/** SQS takes no longer delay for one message. */
export const MAX_DELAY_SECONDS = 900;

export type WorkQueue =
  | 'PUBLISH_QUEUE_URL'
  | 'CHECK_QUEUE_URL'
  | 'METRICS_QUEUE_URL'
  | 'IMPORT_QUEUE_URL'
  | 'FEED_QUEUE_URL';

/** Queues are fair by tenant: while one tenant's messages fill the workers, those of the others go first. */
export type QueueMessage = { body: { tenantId: string } } & (
  | { delaySeconds: number }
  /** The moment to land at, in milliseconds; up to a second before, since SQS knows only whole seconds. The past means now. */
  | { landAt: number }
);

/** A message sent just before a whole second to its moment, and a little late for it, lands then and not a second before. */
const LATE_SENDING_MS = 100;

/**
 * Sends up to ten messages in one call. Their delays count from now, however many tries the call takes.
 *
 * @throws when any of them was not taken: the caller's whole step is run again, and a message too many is harmless
 */
export async function sendMessages(queue: WorkQueue, messages: QueueMessage[]) {
  if (messages.length === 0) return;
  const asked = Date.now();
  for (let turn = 1; ; turn += 1) {
    try {
      return await sendOnce(queue, messages, Math.floor((Date.now() - asked) / 1000));
    } catch (error) {
      if (turn === clientSettings.maxAttempts || !isPassingError(error)) throw error;
      await sleepUntil(Date.now() + Math.random() * 100 * 2 ** turn);
    }
  }
}

async function sendOnce(queue: WorkQueue, messages: QueueMessage[], pastSeconds: number): Promise<void> {
  const answer = await clientOfOneTry.send(
    new SendMessageBatchCommand({
      QueueUrl: environment(queue),
      Entries: messages.map((message, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(message.body),
        MessageGroupId: message.body.tenantId,
        DelaySeconds: Math.min(MAX_DELAY_SECONDS, Math.max(0, Math.floor(delayOf(message, pastSeconds)))),
      })),
    }),
  );
  const failed = answer.Failed ?? [];
  if (failed.length === 0) return;
  throw new Error(`SQS did not take ${failed.length} of ${messages.length} messages: ${failed[0]?.Code}`);
}

function delayOf(message: QueueMessage, pastSeconds: number): number {
  if ('delaySeconds' in message) return message.delaySeconds - pastSeconds;
  return (message.landAt - Date.now() + LATE_SENDING_MS) / 1000;
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
