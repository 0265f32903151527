import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { logger } from '../../shared/cloud/logger.ts';
import type { Distribution } from '../../shared/domain/distribution.ts';
import { fromDistributionItem } from '../../shared/store/distribution-items.ts';
import type { Item } from '../../shared/store/table.ts';
import { syncSchedule } from '../../shared/use-cases/sync-schedule.ts';

/**
 * Reads the table's stream and makes each distribution's wake-up match its item. Records of one distribution come in
 * order; the first that fails is reported, and the stream comes again from there.
 */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  for (const record of event.Records) {
    try {
      await syncSchedule(image(record, 'OldImage'), image(record, 'NewImage'));
    } catch (error) {
      logger.error('A wake-up could not be set and will be tried again', { error: error as Error });
      return { batchItemFailures: [{ itemIdentifier: record.dynamodb!.SequenceNumber! }] };
    }
  }
  return { batchItemFailures: [] };
}

function image(record: DynamoDBRecord, name: 'OldImage' | 'NewImage'): Distribution | undefined {
  const attributes = record.dynamodb?.[name] as Record<string, AttributeValue> | undefined;
  if (attributes === undefined) return undefined;
  try {
    return fromDistributionItem(unmarshall(attributes) as Item);
  } catch (error) {
    // One item that cannot be read must not hold up the wake-ups of all others.
    logger.error('A distribution cannot be read', { key: record.dynamodb?.Keys, error: error as Error });
    return undefined;
  }
}
