import { EXPORT_PAGE_ROWS } from '../imports/import.ts';
import { decodeCursor, encodeCursor } from '../kernel/requests/page.ts';
import type { ListEntry } from '../kernel/table/read.ts';
import { fits } from '../posts/commands/list-distributions.ts';
import type { Distribution } from '../posts/model/distribution.ts';
import { type DistributionFilter, sourceOf } from '../posts/model/list-items.ts';
import { type ExportRange, readBatch } from './read-batch.ts';

/** Lambda answers with 6 MB at most, in which the file is an escaped string. */
export const MAX_BYTES = 5_000_000;
/** A filter that few posts fit must not read the whole list for one page: the next cursor goes on. */
const MAX_BATCHES = 20;

export interface ExportQuery extends ExportRange {
  limit?: number | undefined;
  cursor?: string | undefined;
}

export interface ExportPage {
  lines: string[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/**
 * One page of an export, oldest first by the time that posts are planned for or were made. A page ends at `limit` lines,
 * or before it outgrows what an answer may have.
 * @param linesOf one line for each state, or undefined for a state that this export leaves out
 */
export async function exportPage(
  tenantId: string,
  filter: DistributionFilter,
  { from, to, limit = EXPORT_PAGE_ROWS, cursor }: ExportQuery,
  linesOf: (states: Distribution[]) => Promise<(string | undefined)[]>,
): Promise<ExportPage> {
  const lines: string[] = [];
  let bytes = 0;
  const list = sourceOf(tenantId, filter);
  let after = decodeCursor(list, cursor);
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    const { entries, states, next } = await readBatch(tenantId, filter, { from, to }, limit - lines.length, after);
    const wanted = states.filter((state) => state !== undefined && fits(state, filter)) as Distribution[];
    const made = new Map((await linesOf(wanted)).map((line, index) => [wanted[index]!.id, line]));
    for (const [index, entry] of entries.entries()) {
      const line = made.get(states[index]?.id ?? '');
      if (line !== undefined) {
        const size = Buffer.byteLength(JSON.stringify(line));
        if (lines.length > 0 && bytes + size > MAX_BYTES) return { lines, nextCursor: encodeCursor(list, after) };
        lines.push(line);
        bytes += size;
      }
      after = entry;
    }
    if (next === undefined) return { lines, nextCursor: null };
    after = next;
    if (lines.length >= limit) break;
  }
  return { lines, nextCursor: encodeCursor(list, after as ListEntry) };
}
