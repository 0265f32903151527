import { PlatformError } from '../../contract/platform-failure.ts';
import type { Post } from './post.ts';

interface Sent {
  featured_media?: number;
  categories?: number[];
  tags?: number[];
}

/**
 * WordPress answers 201 and drops ids that it does not have. A post without its image or its category is not what was
 * asked for, so the draft is held back.
 * @throws PlatformError CONTENT_REJECTED
 */
export function assertNothingDropped(draft: Post, sent: Sent): void {
  if (sent.featured_media !== undefined && draft.featured_media !== sent.featured_media) {
    throw rejected('featuredImageId', `no image with the id ${sent.featured_media}`);
  }
  const lists = [
    ['categoryIds', 'category', sent.categories, draft.categories],
    ['tagIds', 'tag', sent.tags, draft.tags],
  ] as const;
  for (const [field, what, wanted = [], kept = []] of lists) {
    const dropped = wanted.filter((id) => !kept.includes(id));
    if (dropped.length > 0) throw rejected(field, `no ${what} with the id ${dropped.join(', ')}`);
  }
}

function rejected(field: string, what: string): PlatformError {
  const failure = { class: 'CONTENT_REJECTED', field: `/platformSpecific/${field}` } as const;
  return new PlatformError(failure, `The WordPress site has ${what}.`, { remedy: 'Give an id that the site has.' });
}
