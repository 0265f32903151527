import { asAwsError } from '../aws-errors.ts';
import { dynalite } from '../dynalite/dynalite.ts';
import { itemKey } from '../storage/item-key.ts';
import type { Table } from '../tables/table.ts';
import { layoutOf } from '../tables/table-layout.ts';
import type { Item } from './attribute-value.ts';

/**
 * The key in the store of the item that a request names.
 * @throws AwsError ValidationException when the key doesn't fit the table
 */
export function storeKeyOf({ description }: Table, key: Item): string {
  throwIf(dynalite.validateKey(key, description));
  return itemKey(layoutOf(description).key, key);
}

/** @throws AwsError ValidationException when the item's keys don't fit the table or its indexes */
export function storeKeyOfItem({ description }: Table, item: Item): string {
  throwIf(dynalite.validateItem(item, description));
  return itemKey(layoutOf(description).key, item);
}

/** For the checks of dynalite's that answer what is wrong. */
export function throwIf(problem: Error | null | undefined): void {
  if (problem) throw asAwsError(problem);
}
