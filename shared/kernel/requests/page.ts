import * as z from 'zod';
import { invalidCursor } from '../herald-error.ts';
import type { Item } from '../table/client.ts';
import type { IndexName } from '../table/indexes.ts';
import { type ListEntry, listItems, queryPartition } from '../table/read.ts';

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

const cursorSchema = z.tuple([z.string(), z.string(), z.string()]);

export function encodeCursor(next: ListEntry | undefined): string | null {
  if (next === undefined) return null;
  return Buffer.from(JSON.stringify([next.pk, next.sk, next.position])).toString('base64url');
}

/** @throws HeraldError `invalid_request` where the cursor is none of ours, or of another tenant's list */
export function decodeCursor(cursor: string | undefined, tenantId: string): ListEntry | undefined {
  if (cursor === undefined) return undefined;
  try {
    const [pk, sk, position] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    if (pk.startsWith(`T#${tenantId}#`) || pk.startsWith('APIKEY#')) return { pk, sk, position };
  } catch {
    // Said below, as for any cursor that does not fit.
  }
  throw invalidCursor();
}

/** A page of a keys-only index, oldest first unless `descending`. */
export async function listPage(
  list: { index: IndexName; pk: string; descending?: boolean },
  { limit, cursor }: PageQuery,
): Promise<Page<Item>> {
  const { items, next } = await listItems({ ...list, limit, after: decodeCursor(cursor, tenantOf(list.pk)) });
  return { items, nextCursor: encodeCursor(next) };
}

/** A page of one partition's items whose sort keys begin with `prefix`, smallest first unless `descending`. */
export async function partitionPage(
  list: { pk: string; prefix: string; descending?: boolean },
  { limit, cursor }: PageQuery,
): Promise<Page<Item>> {
  const items = await queryPartition({ ...list, limit: limit + 1, after: decodeCursor(cursor, tenantOf(list.pk))?.sk });
  return cutPage(items, limit);
}

/** The first `limit` of the items that a partition holds from the cursor on; one more than that tells of a next page. */
export function cutPage(items: Item[], limit: number): Page<Item> {
  const shown = items.slice(0, limit);
  const last = items.length > limit ? shown.at(-1) : undefined;
  return { items: shown, nextCursor: encodeCursor(last && { pk: last.pk, sk: last.sk, position: '' }) };
}

const tenantOf = (pk: string) => pk.split('#')[1]!;
