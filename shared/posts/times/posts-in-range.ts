import { idOfSortKey, listOf } from '../../kernel/table/key-parts.ts';
import { type ListEntry, queryList } from '../../kernel/table/read.ts';
import type { Distribution } from '../model/distribution.ts';
import { readDistributions } from '../model/distribution-items.ts';
import { postLists } from '../model/keys.ts';

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
