import { AwsError } from '../../aws/aws-error.ts';
import { validationError } from '../aws-errors.ts';
import type { Database } from '../database.ts';
import { checkRequest } from '../dynalite/dynalite-actions.ts';
import type { Change } from '../storage/change.ts';
import type { Table } from '../tables/table.ts';
import type { Item } from './attribute-value.ts';
import { capacityReport } from './capacity.ts';
import { applyWrite, checkWritten, storedItem, storeKey } from './item-writes.ts';

type WriteRequest = { PutRequest?: { Item: Item }; DeleteRequest?: { Key: Item } };

/** BatchWriteItem. All writes are checked before the first one, and they go out together. */
export async function batchWriteItem(database: Database, body: Record<string, unknown>) {
  const request = checkRequest('BatchWriteItem', body);
  const seen = new Set<string>();
  const changes: Change[] = [];
  for (const [tableName, writes] of Object.entries(request.RequestItems as Record<string, WriteRequest[]>)) {
    const table = database.catalogue.get(tableName);
    for (const write of writes) {
      const key = batchKey(table, write);
      if (seen.has(tableName + key)) throw validationError('Provided list of item keys contains duplicates');
      seen.add(tableName + key);
      const before = await storedItem(database, table, key);
      const [action, single] = write.PutRequest
        ? (['PutItem', { Item: write.PutRequest.Item }] as const)
        : (['DeleteItem', { Key: write.DeleteRequest!.Key }] as const);
      checkWritten(table, single);
      const { change } = await applyWrite(table, key, before, action, { TableName: tableName, ...single });
      changes.push(change);
    }
  }
  await database.journal.commit(changes);
  const consumed = capacityReport(request.ReturnConsumedCapacity, (capacity) => {
    for (const change of changes) capacity.addWrite(change);
  });
  return { UnprocessedItems: {}, ...(consumed && { ConsumedCapacity: consumed }) };
}

function batchKey(table: Table, { PutRequest, DeleteRequest }: WriteRequest): string {
  try {
    return storeKey(table, { Item: PutRequest?.Item, Key: DeleteRequest?.Key });
  } catch (error) {
    // A batch names no attribute here, unlike the single calls.
    const mismatch = error instanceof AwsError && /Missing the key|Type mismatch for key/.test(error.message);
    throw mismatch ? validationError('The provided key element does not match the schema') : error;
  }
}
