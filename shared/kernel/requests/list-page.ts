import type { Item } from '../table/client.ts';
import type { TableList } from '../table/key-parts.ts';
import { listItems, queryPartition } from '../table/read.ts';
import { decodeCursor, encodeCursor, type Page, type PageQuery } from './page.ts';

/**
 * A page of a list of an index, in its order or, `descending`, newest first.
 *
 * @throws HeraldError `invalid_request` for a cursor that another list gave
 */
export async function listPage<Entry>({
  list,
  query: { limit, cursor },
  parse,
  descending = false,
}: {
  list: TableList;
  query: PageQuery;
  parse: (item: Item) => Entry;
  descending?: boolean;
}): Promise<Page<Entry>> {
  const { items, next } = await listItems({ ...list, limit, after: decodeCursor(cursor, list), descending });
  return { items: items.map(parse), nextCursor: encodeCursor(next, list) };
}

/**
 * A page of the items of one partition whose sort keys begin with `prefix`.
 *
 * @throws HeraldError `invalid_request` for a cursor that another list gave
 */
export async function partitionPage<Entry>({
  pk,
  prefix,
  query: { limit, cursor },
  parse,
  descending = false,
}: {
  pk: string;
  prefix: string;
  query: PageQuery;
  parse: (item: Item) => Entry;
  descending?: boolean;
}): Promise<Page<Entry>> {
  const list = { pk: `${pk}\n${prefix}` };
  const after = decodeCursor(cursor, list)?.sk;
  // One more than asked for tells whether there is a next page.
  const found = await queryPartition({ pk, prefix, limit: limit + 1, after, descending });
  const items = found.slice(0, limit);
  const last = found.length > limit ? items.at(-1) : undefined;
  return { items: items.map(parse), nextCursor: encodeCursor(last && { pk, sk: last.sk, position: '' }, list) };
}
