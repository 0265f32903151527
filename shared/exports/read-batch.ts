import { getItems, type ListEntry, queryList } from '../kernel/table/read.ts';
import type { Distribution } from '../posts/model/distribution.ts';
import { fromDistributionItem } from '../posts/model/distribution-items.ts';
import { type DistributionFilter, sourceOf } from '../posts/model/list-items.ts';

/** DynamoDB reads no more items at once. */
export const BATCH = 100;

/** ISO 8601; by the time that posts are planned for or were made. */
export interface ExportRange {
  from?: string | undefined;
  to?: string | undefined;
}

interface ExportBatch {
  entries: ListEntry[];
  /** One for each entry; undefined where the post was deleted a moment ago. */
  states: (Distribution | undefined)[];
  next: ListEntry | undefined;
}

/** The next posts of the narrowest list that holds everything of the filter, oldest first: two round trips. */
export async function readBatch(
  tenantId: string,
  filter: DistributionFilter,
  { from, to }: ExportRange,
  limit: number,
  after: ListEntry | undefined,
): Promise<ExportBatch> {
  const first = from === undefined ? undefined : new Date(from).toISOString();
  // Entries are times and ids: the tilde takes in those of the last moment.
  const last = to === undefined ? undefined : `${new Date(to).toISOString()}~`;
  // From now on until yesterday there is nothing, and DynamoDB would refuse to look.
  if (first !== undefined && last !== undefined && first > last) return { entries: [], states: [], next: undefined };
  const { entries, next } = await queryList({
    ...sourceOf(tenantId, filter),
    from: first,
    to: last,
    limit: Math.min(BATCH, limit),
    after,
  });
  const items = await getItems(entries.map(({ pk, sk }) => ({ pk, sk })));
  return { entries, states: items.map((item) => (item === undefined ? undefined : fromDistributionItem(item))), next };
}
