import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { fromAccountItem } from '../../shared/accounts/account-items.ts';
import { ACCOUNT_SORT_KEY } from '../../shared/accounts/keys.ts';
import { logger } from '../../shared/kernel/logger.ts';
import type { Item } from '../../shared/kernel/table/client.ts';
import { fromDistributionItem } from '../../shared/posts/model/distribution-items.ts';
import { syncConnection } from '../../shared/posts/outcome/sync-connection.ts';
import { syncSchedule } from '../../shared/posts/wake-ups/sync-schedule.ts';

/**
 * Reads the table's stream: puts the wake-up of each changed distribution, and releases posts whose platform is connected
 * again. Records of one item come in order; the function reports the first that fails, and Lambda goes on from there.
 */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  for (const record of event.Records) {
    try {
      await sync(record);
    } catch (error) {
      logger.error('Setting a wake-up failed; the stream delivers the record again', { error: error as Error });
      return { batchItemFailures: [{ itemIdentifier: record.dynamodb!.SequenceNumber! }] };
    }
  }
  return { batchItemFailures: [] };
}

async function sync(record: DynamoDBRecord): Promise<void> {
  if (record.dynamodb?.Keys?.sk?.S === ACCOUNT_SORT_KEY) {
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
