import { validationError } from '../aws-errors.ts';
import { type KeySchema, secondaryIndexesOf, type Table } from '../tables/table.ts';
import type { Item } from './attribute-value.ts';
import { itemSize, MAX_ITEM_SIZE } from './item-size.ts';

const MAX_KEY_SIZE = { HASH: 2048, RANGE: 1024 };

/**
 * Rules of the service that dynalite doesn't hold, or holds in characters where the service counts bytes.
 * @throws AwsError ValidationException
 */
export function checkStoredItem(table: Table, item: Item, action: 'put' | 'update'): void {
  if (itemSize(item) > MAX_ITEM_SIZE) {
    throw validationError(`Item size${action === 'update' ? ' to update' : ''} has exceeded the maximum allowed size`);
  }
  checkKeySizes(table.description.KeySchema, item);
  for (const index of secondaryIndexesOf(table)) {
    for (const { AttributeName } of index.KeySchema) {
      if (isEmpty(item, AttributeName)) throw emptyIndexKey(item, index.IndexName, AttributeName, action);
    }
    checkKeySizes(index.KeySchema, item);
  }
}

function checkKeySizes(keySchema: KeySchema, item: Item): void {
  for (const { AttributeName, KeyType } of keySchema) {
    const { S, B } = item[AttributeName] ?? {};
    const size = S !== undefined ? Buffer.byteLength(S) : B !== undefined ? Buffer.byteLength(B, 'base64') : 0;
    if (size <= MAX_KEY_SIZE[KeyType]) continue;
    throw validationError(
      KeyType === 'HASH'
        ? 'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes'
        : 'One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
    );
  }
}

function isEmpty(item: Item, name: string): boolean {
  return item[name]?.S === '' || item[name]?.B === '';
}

function emptyIndexKey(item: Item, index: string, attribute: string, action: 'put' | 'update'): Error {
  const kind = item[attribute]?.S === '' ? 'string' : 'binary';
  const rule = `The AttributeValue for a key attribute cannot contain an empty ${kind} value.`;
  if (action === 'update') {
    return validationError(
      'One or more parameter values are not valid. The update expression attempted to update a secondary index key ' +
        `to a value that is not supported. ${rule}`,
    );
  }
  return validationError(
    'One or more parameter values are not valid. A value specified for a secondary index key is not supported. ' +
      `${rule} IndexName: ${index}, IndexKey: ${attribute}`,
  );
}
