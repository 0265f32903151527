import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { relayEvents } from '../../shared/bus/relay-events.ts';
import { logger } from '../../shared/kernel/logger.ts';
import type { Item } from '../../shared/kernel/table/client.ts';

/** Carries each new entry of the event log from the table's stream to the bus. */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const items = event.Records.map(
    (record) => unmarshall(record.dynamodb!.NewImage as Record<string, AttributeValue>) as Item,
  );
  const refused = await relayEvents(items);
  if (refused.size === 0) return { batchItemFailures: [] };
  logger.error('The bus did not take every event; they are sent again', { refused: refused.size });
  // From the first refused record on, the stream comes again; consumers drop what they have by the event's id.
  const first = items.findIndex((item) => refused.has(String(item.id)));
  return { batchItemFailures: [{ itemIdentifier: event.Records[first]!.dynamodb!.SequenceNumber! }] };
}
