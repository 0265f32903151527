import { type CancellationReason, transactionCancelled, validationError } from '../aws-errors.ts';
import type { Database } from '../database.ts';
import type { Item } from '../items/attribute-value.ts';
import { capacityReport, readUnits } from '../items/capacity.ts';
import { conditionHolds, storedItem, written } from '../items/item-writes.ts';
import { type Change, changeOf } from '../storage/change.ts';
import { type ClientTokens, fingerprintOf } from './client-tokens.ts';
import { cancelsTransaction, type PlannedAction, planAction } from './transaction-plan.ts';
import { checkDistinct, checkTransactionRequest, MAX_TRANSACTION_SIZE } from './transaction-request.ts';

/** TransactWriteItems. */
export function transactWriteItems(database: Database, tokens: ClientTokens, body: Record<string, unknown>) {
  const { TransactItems, ClientRequestToken: token, ReturnConsumedCapacity } = checkTransactionRequest(body);
  const fingerprint = token ? fingerprintOf(TransactItems) : '';
  const earlier = token ? tokens.find(token, fingerprint) : undefined;
  if (earlier) {
    const consumed = capacityReport(
      ReturnConsumedCapacity,
      (capacity) => {
        for (const [tableName, units] of earlier.readUnits) capacity.addTable(tableName, units);
      },
      'Read',
    );
    return consumed ? { ConsumedCapacity: consumed } : {};
  }

  const plan = TransactItems.map((action, index) => planAction(database.catalogue, action, index));
  checkDistinct(plan.flatMap(({ table, key }) => (key ? `${table.description.TableName}~${key}` : [])));
  const images = plan.map(({ table, key }) => (key ? storedItem(database, table, key) : undefined));
  const changes = tryAll(plan, images);
  checkTotalSize(changes);

  database.journal.commit(changes, token ? [tokens.entry(token, fingerprint, repetitionCost(changes))] : []);
  tokens.clean();
  const consumed = capacityReport(
    ReturnConsumedCapacity,
    (capacity) => {
      for (const change of changes) capacity.addWrite(change, true);
    },
    'Write',
  );
  return consumed ? { ConsumedCapacity: consumed } : {};
}

/**
 * Tries every action on its item as it was before the transaction.
 * @throws AwsError TransactionCanceledException with the outcome of each action, when one of them can't be
 */
function tryAll(plan: PlannedAction[], images: (Item | undefined)[]): Change[] {
  const changes: Change[] = [];
  const reasons: CancellationReason[] = [];
  for (const [index, action] of plan.entries()) {
    const outcome = tryAction(action, images[index]);
    reasons.push('Code' in outcome ? outcome : { Code: 'None' });
    if (!('Code' in outcome)) changes.push(outcome);
  }
  if (changes.length < plan.length) throw transactionCancelled(reasons);
  return changes;
}

function tryAction(planned: PlannedAction, before: Item | undefined): Change | CancellationReason {
  const { action, table, key, request, invalid, returnsOldItem } = planned;
  if (invalid !== undefined) return { Code: 'ValidationError', Message: invalid };
  if (!conditionHolds(request, before)) {
    const item = returnsOldItem && before ? { Item: before } : {};
    return { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed', ...item };
  }
  if (action === 'ConditionCheck') return changeOf(table, key!, before, before);
  try {
    return changeOf(table, key!, before, written(table, action, request, before));
  } catch (error) {
    if (!cancelsTransaction(error)) throw error;
    // For instance an update that adds a number to a text.
    return { Code: 'ValidationError', Message: error.message };
  }
}

function checkTotalSize(changes: Change[]): void {
  const total = changes.reduce((sum, { sizeBefore, sizeAfter }) => sum + (sizeAfter || sizeBefore), 0);
  if (total > MAX_TRANSACTION_SIZE) {
    throw validationError('The aggregate size of the items in the transaction exceeds 4 MB');
  }
}

/** A repeated transaction is charged as a transactional read of the items that the first one was charged for. */
function repetitionCost(changes: Change[]): [string, number][] {
  return changes.map(({ table, sizeBefore, sizeAfter }) => [
    table.description.TableName,
    2 * readUnits(Math.max(sizeBefore, sizeAfter), true),
  ]);
}
