import type { Distribution } from '../posts/model/distribution.ts';
import { readDistributions } from '../posts/model/distribution-items.ts';
import type { ValidRow } from './rows/valid-row.ts';

/** By line: the post that a row has made in an earlier run, or that an export took it from. */
export async function findExistingPosts(tenantId: string, rows: ValidRow[]): Promise<Map<number, Distribution>> {
  const ids = rows.flatMap(({ id, exportedId }) => (exportedId === undefined ? [id] : [id, exportedId]));
  const posts = new Map((await readDistributions(tenantId, [...new Set(ids)])).map((post) => [post.id, post]));
  return new Map(
    rows.flatMap(({ line, id, exportedId = '' }): [number, Distribution][] => {
      const post = posts.get(exportedId) ?? posts.get(id);
      return post === undefined ? [] : [[line, post]];
    }),
  );
}
