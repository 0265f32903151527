import type { ContentProblem } from '../../kernel/problem.ts';
import { findTextHolders } from '../model/content-hash-items.ts';
import type { Distribution } from '../model/distribution.ts';

type Post = Pick<Distribution, 'tenantId' | 'platformId' | 'id' | 'contentHash' | 'scheduledFor'>;

/** For each post, what is wrong where the same text goes to its platform within 24 hours already. One round trip. */
export async function repeatedTexts(posts: Post[]): Promise<ContentProblem[][]> {
  const asked = posts.flatMap((post, place) => {
    const { contentHash, scheduledFor } = post;
    return contentHash === undefined || scheduledFor === undefined ? [] : [{ ...post, heldAt: scheduledFor, place }];
  });
  const holders = await findTextHolders(asked);
  const byPlace = new Map(asked.map(({ place }, index) => [place, holders[index]]));
  return posts.map((_, place) => {
    const holder = byPlace.get(place);
    return holder === undefined ? [] : [repeated(holder)];
  });
}

function repeated(existingId: string): ContentProblem {
  return {
    field: '/body',
    code: 'duplicate_content',
    message: 'The same text goes to this platform within 24 hours already.',
    remedy: `See distribution ${existingId}, change the text, or say "allowDuplicate": true.`,
  };
}
