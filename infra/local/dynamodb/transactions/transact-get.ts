import { AwsError } from '../../aws/aws-error.ts';
import { type CancellationReason, transactionCancelled, validationError } from '../aws-errors.ts';
import type { Database } from '../database.ts';
import { checkRequest } from '../dynalite/dynalite-actions.ts';
import { capacityReport, readUnits } from '../items/capacity.ts';
import { read, totalSize } from '../items/item-reads.ts';
import { storeKey } from '../items/item-writes.ts';
import { checkDistinct, checkTransactionRequest, MAX_TRANSACTION_SIZE } from './transaction-request.ts';

/** TransactGetItems. The caller holds the shared lock, so that nothing is written between the reads. */
export async function transactGetItems(database: Database, body: Record<string, unknown>) {
  const { TransactItems, ReturnConsumedCapacity } = checkTransactionRequest(body);
  const requests = TransactItems.map(({ Get }) => checkRequest('GetItem', { ...Get, ConsistentRead: true }));
  const reasons: CancellationReason[] = [];
  const targets = requests.flatMap(({ TableName, Key }) => {
    const table = database.catalogue.get(TableName);
    try {
      const target = `${TableName}~${storeKey(table, { Key })}`;
      reasons.push({ Code: 'None' });
      return target;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      reasons.push({ Code: 'ValidationError', Message: error.message });
      return [];
    }
  });
  checkDistinct(targets);
  if (reasons.some(({ Code }) => Code !== 'None')) throw transactionCancelled(reasons);

  const results = await Promise.all(requests.map((request) => read(database, 'GetItem', request)));
  const sizes = results.map(({ readings }) => totalSize(readings));
  if (sizes.reduce((total, size) => total + size, 0) > MAX_TRANSACTION_SIZE) {
    throw validationError('The aggregate size of the items in the transaction exceeds 4 MB');
  }
  const consume = capacityReport(
    ReturnConsumedCapacity,
    (capacity) => {
      for (const [index, { TableName }] of requests.entries()) {
        capacity.addTable(TableName, 2 * readUnits(sizes[index]!, true));
      }
    },
    'Read',
  );
  const Responses = results.map(({ output }) => (output.Item ? { Item: output.Item } : {}));
  return { Responses, ...(consume && { ConsumedCapacity: consume }) };
}
