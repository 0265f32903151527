import * as z from 'zod';
import { invalidCursor } from '../herald-error.ts';
import type { Item } from '../table/client.ts';
import { type ListEntry, type ListPart, listItems, queryPartition } from '../table/read.ts';

/** A page of a list. `nextCursor` is null on the last one. */
export interface Page<Entry> {
  items: Entry[];
  nextCursor: string | null;
}

/** Where a page starts and how long it is. */
export interface PageQuery {
  limit: number;
  cursor?: string | undefined;
}

export function mapPage<Entry, View>({ items, nextCursor }: Page<Entry>, view: (entry: Entry) => View): Page<View> {
  return { items: items.map(view), nextCursor };
}

/** A list of an index, or the part of a partition whose sort keys begin with `prefix`, in one of two orders. */
export type List = (ListPart | { pk: string; prefix: string }) & { descending?: boolean };

const cursorSchema = z.tuple([z.string(), z.string(), z.string(), z.string()]);

/** What a cursor belongs to. */
function nameOf({ descending = false, ...list }: List): string {
  const order = descending ? 'down' : 'up';
  return 'index' in list ? `${list.index} ${list.pk} ${order}` : `${list.pk} ${list.prefix} ${order}`;
}

export function encodeCursor(list: List, next: ListEntry | undefined): string | null {
  if (next === undefined) return null;
  return Buffer.from(JSON.stringify([nameOf(list), next.pk, next.sk, next.position])).toString('base64url');
}

/**
 * The keys of a list begin with their tenant, so that a cursor of another tenant's list is refused with the rest.
 *
 * @throws HeraldError `invalid_request` where this list did not give the cursor
 */
export function decodeCursor(list: List, cursor: string | undefined): ListEntry | undefined {
  if (cursor === undefined) return undefined;
  try {
    const [name, pk, sk, position] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    if (name === nameOf(list)) return { pk, sk, position };
  } catch {
    // The cursor cannot be read; the answer is the same as for one of another list.
  }
  throw invalidCursor();
}

/** A page of a keys-only index, oldest first unless `descending`. */
export async function listPage(
  list: ListPart & { descending?: boolean },
  { limit, cursor }: PageQuery,
): Promise<Page<Item>> {
  const { items, next } = await listItems({ ...list, limit, after: decodeCursor(list, cursor) });
  return { items, nextCursor: encodeCursor(list, next) };
}

/** A page of one partition's items whose sort keys begin with `prefix`, smallest first unless `descending`. */
export async function partitionPage(
  list: { pk: string; prefix: string; descending?: boolean },
  { limit, cursor }: PageQuery,
): Promise<Page<Item>> {
  const items = await queryPartition({ ...list, limit: limit + 1, after: decodeCursor(list, cursor)?.sk });
  return cutPage(list, items, limit);
}

/** The first `limit` of the items after the cursor. An item beyond them means that there is a next page. */
function cutPage(list: List, items: Item[], limit: number): Page<Item> {
  const shown = items.slice(0, limit);
  const last = items.length > limit ? shown.at(-1) : undefined;
  return { items: shown, nextCursor: encodeCursor(list, last && { pk: last.pk, sk: last.sk, position: '' }) };
}
