import { createHash } from 'node:crypto';
import * as z from 'zod';
import { invalidCursor } from '../herald-error.ts';
import type { TableList } from '../table/key-parts.ts';
import type { ListEntry } from '../table/read.ts';

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

const cursorSchema = z.tuple([z.string(), z.string(), z.string(), z.string()]);

/** A cursor belongs to one list: it carries a digest of the list's name, which `decodeCursor` compares. */
export function encodeCursor(next: ListEntry | undefined, list: Partial<TableList>): string | null {
  if (next === undefined) return null;
  return Buffer.from(JSON.stringify([digestOf(list), next.pk, next.sk, next.position])).toString('base64url');
}

/** @throws HeraldError `invalid_request` for anything but a cursor that this list gave */
export function decodeCursor(cursor: string | undefined, list: Partial<TableList>): ListEntry | undefined {
  if (cursor === undefined) return undefined;
  const parsed = cursorSchema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  if (!parsed.success || parsed.data[0] !== digestOf(list)) throw invalidCursor();
  const [, pk, sk, position] = parsed.data;
  return { pk, sk, position };
}

/** `index` is missing where the list is a partition of the table itself. */
function digestOf({ index = undefined, pk = '' }: Partial<TableList>): string {
  return createHash('sha256').update(`${index}\n${pk}`).digest('base64url').slice(0, 12);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
