import * as z from 'zod';
import { invalidCursor } from '../herald-error.ts';
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
