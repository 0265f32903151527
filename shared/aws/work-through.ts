import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { WorkQueue } from './queues.ts';
import { returnSoon } from './return-soon.ts';

/**
 * Works on the messages of a batch side by side. SQS delivers those again that fail, soon, and none of the others.
 *
 * @param work logs why it fails
 */
export async function workThrough(
  queue: WorkQueue,
  { Records }: SQSEvent,
  work: (record: SQSRecord) => Promise<void>,
): Promise<SQSBatchResponse> {
  const failures = await Promise.all(
    Records.map(async (record) => {
      try {
        await work(record);
        return [];
      } catch {
        await returnSoon(queue, record);
        return [{ itemIdentifier: record.messageId }];
      }
    }),
  );
  return { batchItemFailures: failures.flat() };
}
