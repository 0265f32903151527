import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { clientSettings } from '../kernel/client-settings.ts';
import { type EnvironmentName, environment } from '../kernel/environment.ts';
import { lean } from '../kernel/lean-client.ts';
import type { DeadLetterQueueName } from './dead-letters.ts';

const client = lean(new SQSClient(clientSettings));
/** SQS takes and gives no more at once. */
const BATCH = 10;

const variables: Record<DeadLetterQueueName, EnvironmentName> = {
  publish: 'PUBLISH_DEAD_LETTERS_URL',
  check: 'CHECK_DEAD_LETTERS_URL',
  metrics: 'METRICS_DEAD_LETTERS_URL',
  scheduler: 'SCHEDULER_DEAD_LETTERS_URL',
  wake: 'WAKE_DEAD_LETTERS_URL',
  relay: 'RELAY_DEAD_LETTERS_URL',
  'sync-schedules': 'SYNC_SCHEDULES_DEAD_LETTERS_URL',
  sweep: 'SWEEP_DEAD_LETTERS_URL',
  plan: 'PLAN_DEAD_LETTERS_URL',
  import: 'IMPORT_DEAD_LETTERS_URL',
  feed: 'FEED_DEAD_LETTERS_URL',
  'feed-plan': 'FEED_PLAN_DEAD_LETTERS_URL',
  series: 'SERIES_DEAD_LETTERS_URL',
};
const urlOf = (queue: DeadLetterQueueName) => environment(variables[queue]);

export interface DeadLetter {
  id: string;
  body: string;
  attributes: Record<string, MessageAttributeValue>;
  /** Names this receipt of the message. */
  receipt: string;
}

/** Up to `max` (10) messages, hidden from other readers for `seconds`. Empty: the queue has no more at this moment. */
export async function receiveDeadLetters(
  queue: DeadLetterQueueName,
  max: number,
  seconds: number,
): Promise<DeadLetter[]> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: urlOf(queue),
      MaxNumberOfMessages: max,
      VisibilityTimeout: seconds,
      // Without waiting SQS asks only some of its servers and may give nothing of a queue that is not empty.
      WaitTimeSeconds: 1,
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages.map(({ MessageId, Body, MessageAttributes, ReceiptHandle }) => ({
    id: MessageId!,
    body: Body ?? '',
    attributes: MessageAttributes ?? {},
    receipt: ReceiptHandle!,
  }));
}

/** A message that stays after all, because SQS did not answer, is replayed once more: that is harmless. */
export async function deleteDeadLetters(queue: DeadLetterQueueName, letters: DeadLetter[]): Promise<void> {
  for (const batch of batchesOf(letters)) {
    const Entries = batch.map(({ receipt }, index) => ({ Id: String(index), ReceiptHandle: receipt }));
    await client.send(new DeleteMessageBatchCommand({ QueueUrl: urlOf(queue), Entries }));
  }
}

/** Shows messages again that were only read. */
export async function giveBackDeadLetters(queue: DeadLetterQueueName, letters: DeadLetter[]): Promise<void> {
  for (const batch of batchesOf(letters)) {
    const Entries = batch.map(({ receipt }, index) => ({
      Id: String(index),
      ReceiptHandle: receipt,
      VisibilityTimeout: 0,
    }));
    await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: urlOf(queue), Entries }));
  }
}

/** About how many messages are in the queue: SQS counts roughly. */
export async function countDeadLetters(queue: DeadLetterQueueName): Promise<number> {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl: urlOf(queue),
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return (
    Number(Attributes?.ApproximateNumberOfMessages ?? 0) +
    Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0)
  );
}

function batchesOf(letters: DeadLetter[]): DeadLetter[][] {
  const count = Math.ceil(letters.length / BATCH);
  return Array.from({ length: count }, (_, index) => letters.slice(index * BATCH, (index + 1) * BATCH));
}
