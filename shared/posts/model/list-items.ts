import { idOfSortKey, listOf } from '../../kernel/table/key-parts.ts';
import { parseReadable } from '../../kernel/table/parse-readable.ts';
import { allItems, type ListEntry, queryList } from '../../kernel/table/read.ts';
import type { Distribution, DistributionStatus } from './distribution.ts';
import { fromDistributionItem } from './distribution-items.ts';
import { ATTENTION_SHARDS, postLists } from './keys.ts';

/** Every distribution of a tenant in one status, in the order of its list; one that cannot be read is in the log. */
export async function* distributionsInStatus(
  tenantId: string,
  status: DistributionStatus,
): AsyncGenerator<Distribution> {
  for await (const item of allItems(listOf(postLists.distributionsByStatus, tenantId, status))) {
    yield* parseReadable([item], fromDistributionItem, 'A distribution');
  }
}

/** Ids of one platform's posts whose list time is between two moments (milliseconds). Reads keys only. */
export async function* distributionIdsOfPlatform(
  tenantId: string,
  platformId: string,
  { from, to }: { from: number; to: number },
): AsyncGenerator<string> {
  const list = listOf(postLists.distributionsByPlatform, tenantId, platformId);
  // Positions are times and ids: the tilde takes in those of the last moment.
  const range = { from: new Date(from).toISOString(), to: `${new Date(to).toISOString()}~` };
  let after: ListEntry | undefined;
  do {
    const page = await queryList({ ...list, ...range, limit: 1_000, after });
    for (const { position } of page.entries) yield idOfSortKey(position);
    after = page.next;
  } while (after !== undefined);
}

/**
 * Distributions that the attention index lists for one hour (milliseconds) at or before `now`, in no order. The index lags
 * behind the items: only the state itself says whether it is still due.
 */
export async function readAttention(hour: number, now: number): Promise<Distribution[]> {
  const name = new Date(hour).toISOString().slice(0, 13);
  const shards = Array.from({ length: ATTENTION_SHARDS }, (_, shard) =>
    Array.fromAsync(allItems({ ...listOf(postLists.attention, name, shard), to: `${new Date(now).toISOString()}~` })),
  );
  return parseReadable((await Promise.all(shards)).flat(), fromDistributionItem, 'A distribution');
}
