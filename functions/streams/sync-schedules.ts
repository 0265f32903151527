import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import pMap from 'p-map';
import { fromAccountItem } from '../../shared/accounts/account-items.ts';
import { ACCOUNT_SORT_KEY } from '../../shared/accounts/keys.ts';
import { sendMessages } from '../../shared/aws/queues.ts';
import { logger } from '../../shared/kernel/logger.ts';
import type { Item } from '../../shared/kernel/table/client.ts';
import { fromContinuationItem } from '../../shared/posts/model/continuation-items.ts';
import { fromDistributionItem } from '../../shared/posts/model/distribution-items.ts';
import { postPrefixes } from '../../shared/posts/model/keys.ts';
import { syncConnection } from '../../shared/posts/outcome/sync-connection.ts';
import { syncSchedule } from '../../shared/posts/wake-ups/sync-schedule.ts';

/** Calls to Scheduler and SQS that one run makes at a time; their quotas are for the whole account. */
const ITEMS_AT_ONCE = 10;

/**
 * Reads the table's stream: puts the wake-up of each changed distribution, releases posts whose platform is connected again,
 * and sends on what a worker has left to the next. Items are worked on at the same time, the records of one item in their order. The function reports the first
 * record that fails, and Lambda delivers it and all later ones again: to put a wake-up twice does no harm.
 */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const items = Map.groupBy(Records, ({ dynamodb }) => `${dynamodb?.Keys?.pk?.S} ${dynamodb?.Keys?.sk?.S}`);
  const failed = await pMap(items.values(), firstFailure, { concurrency: ITEMS_AT_ONCE });
  const first = Records.find((record) => failed.includes(record));
  return { batchItemFailures: first === undefined ? [] : [{ itemIdentifier: first.dynamodb!.SequenceNumber! }] };
}

/** Works on the records of one item in their order. @returns the first that fails */
async function firstFailure(records: DynamoDBRecord[]): Promise<DynamoDBRecord | undefined> {
  for (const record of records) {
    try {
      await sync(record);
    } catch (error) {
      logger.error('Setting a wake-up failed; the stream delivers the record again', { error: error as Error });
      return record;
    }
  }
  return undefined;
}

async function sync(record: DynamoDBRecord): Promise<void> {
  const sortKey = record.dynamodb?.Keys?.sk?.S;
  if (sortKey?.startsWith(postPrefixes.continuation)) {
    const body = image(record, 'NewImage', fromContinuationItem);
    if (body !== undefined) await sendMessages('PUBLISH_QUEUE_URL', [{ body, delaySeconds: 0 }]);
  } else if (sortKey === ACCOUNT_SORT_KEY) {
    await syncConnection(image(record, 'OldImage', fromAccountItem), image(record, 'NewImage', fromAccountItem));
  } else {
    await syncSchedule(
      image(record, 'OldImage', fromDistributionItem),
      image(record, 'NewImage', fromDistributionItem),
    );
  }
}

function image<Entity>(
  record: DynamoDBRecord,
  name: 'OldImage' | 'NewImage',
  read: (item: Item) => Entity,
): Entity | undefined {
  const attributes = record.dynamodb?.[name] as Record<string, AttributeValue> | undefined;
  if (attributes === undefined) return undefined;
  try {
    return read(unmarshall(attributes) as Item);
  } catch (error) {
    // An item that cannot be read must not stop the wake-ups of all others.
    logger.error('An item cannot be read', { key: record.dynamodb?.Keys, error: error as Error });
    return undefined;
  }
}
