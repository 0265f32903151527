import { idOfSortKey, listOf } from '../../kernel/table/key-parts.ts';
import { parseReadable } from '../../kernel/table/parse-readable.ts';
import { allItems, type ListEntry, type ListPart, listItems, queryList } from '../../kernel/table/read.ts';
import { HOUR_MS } from '../../kernel/time/durations.ts';
import type { Distribution, DistributionStatus } from './distribution.ts';
import { fromDistributionItem, readDistributions } from './distribution-items.ts';
import { ATTENTION_SHARDS, listedAs, postLists } from './keys.ts';

/** What a list of distributions is narrowed by. */
export interface DistributionFilter {
  status?: DistributionStatus | undefined;
  platformId?: string | undefined;
  contentId?: string | undefined;
}

/** What a worker has begun was to go out before this. */
const BEGUN_AHEAD_MS = HOUR_MS;

/** The narrowest list that holds everything of the filter. */
export function sourceOf(
  tenantId: string,
  { status, platformId, contentId }: DistributionFilter,
): ListPart & { to?: string } {
  if (contentId) return listOf(postLists.distributionsByContent, tenantId, contentId);
  if (platformId) return listOf(postLists.distributionsByPlatform, tenantId, platformId);
  if (status) {
    const list = listOf(postLists.distributionsByStatus, tenantId, listedAs(status));
    // In the list of the scheduled posts, which may reach far ahead.
    return listedAs(status) === status ? list : { ...list, to: new Date(Date.now() + BEGUN_AHEAD_MS).toISOString() };
  }
  return listOf(postLists.distributions, tenantId);
}

/** One page of a list of distributions. */
export async function readListPage(
  options: Parameters<typeof listItems>[0],
): Promise<{ states: Distribution[]; next: ListEntry | undefined }> {
  const { items, next } = await listItems(options);
  return { states: items.map(fromDistributionItem), next };
}

/** Every distribution of a list, in its order. @throws ZodError where one cannot be read */
async function* everyOne(list: ListPart): AsyncGenerator<Distribution> {
  for await (const item of allItems(list)) yield fromDistributionItem(item);
}

/** The posts that wait for a place in an account's ledger, in due order. */
export function postsInLine(tenantId: string, platformId: string): AsyncGenerator<Distribution> {
  return everyOne(listOf(postLists.inLine, tenantId, platformId));
}

/** The posts that are held until an account is reconnected, in due order. */
export function heldPosts(tenantId: string, platformId: string): AsyncGenerator<Distribution> {
  return everyOne(listOf(postLists.held, tenantId, platformId));
}

/** The first posts that are held until an account is reconnected. */
export async function firstHeldPosts(tenantId: string, platformId: string, limit: number): Promise<Distribution[]> {
  return (await readListPage({ ...listOf(postLists.held, tenantId, platformId), limit })).states;
}

/** The first posts of an account whose list time is at or after `from` (ISO 8601). */
export async function firstPostsFrom(
  tenantId: string,
  platformId: string,
  { from, limit }: { from: string; limit: number },
): Promise<Distribution[]> {
  const list = listOf(postLists.distributionsByPlatform, tenantId, platformId);
  return (await readListPage({ ...list, from, limit })).states;
}

/**
 * Every distribution of a tenant in some statuses, in the order of their lists; one that cannot be read is in the log. What
 * moves on from one of these statuses to another meanwhile is met all the same.
 */
export async function* distributionsInStatus(
  tenantId: string,
  statuses: readonly DistributionStatus[],
): AsyncGenerator<Distribution> {
  for (const listed of new Set(statuses.map(listedAs))) {
    for await (const item of allItems(listOf(postLists.distributionsByStatus, tenantId, listed))) {
      const states = parseReadable([item], fromDistributionItem, 'A distribution');
      yield* states.filter(({ status }) => statuses.includes(status));
    }
  }
}

/**
 * One platform's distributions by their place in its list with `from <= time < to` (milliseconds): only that range is
 * read. The list is an index, so what was written in the last moments may be missing.
 */
export async function readPostsOf(
  tenantId: string,
  platformId: string,
  from: number,
  to: number,
): Promise<Distribution[]> {
  const found: Distribution[] = [];
  let after: ListEntry | undefined;
  do {
    const page = await queryList({
      ...listOf(postLists.distributionsByPlatform, tenantId, platformId),
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      limit: 100,
      after,
    });
    const ids = page.entries.map(({ position }) => idOfSortKey(position));
    found.push(...(await readDistributions(tenantId, ids)));
    after = page.next;
  } while (after !== undefined);
  return found;
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
