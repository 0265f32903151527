import type { PlatformContext, Prepared } from '../../contract/adapter.ts';
import type { DistributionContent } from '../../contract/content.ts';
import type { PreparationNote } from '../../contract/preparation-note.ts';
import { specificOf } from '../../contract/specific.ts';
import { platformSpecific } from '../schemas.ts';
import type { Post } from './post.ts';
import { type PostTerms, readPrepared } from './prepared.ts';
import { findTerms, taxonomies } from './terms.ts';

export function asksForTerms(content: DistributionContent): boolean {
  const specific = specificOf(content, platformSpecific);
  return taxonomies.some((taxonomy) => (specific[taxonomy] ?? []).length > 0);
}

export async function findPostTerms(
  context: PlatformContext,
  root: string,
  content: DistributionContent,
): Promise<PostTerms> {
  const specific = specificOf(content, platformSpecific);
  const found: PostTerms = {};
  for (const taxonomy of taxonomies) {
    const names = specific[taxonomy] ?? [];
    if (names.length > 0) found[taxonomy] = await findTerms(context, root, taxonomy, names);
  }
  return found;
}

/** WordPress drops ids that it does not have, and does not say so. */
export function lacksTerms(draft: Post, terms: PostTerms = {}): boolean {
  return taxonomies.some((taxonomy) => terms[taxonomy]?.found.some(({ id }) => !(draft[taxonomy] ?? []).includes(id)));
}

/** The terms that the draft has; the others count as left out. */
export function keptTerms(draft: Post, terms: PostTerms): PostTerms {
  const kept: PostTerms = {};
  for (const taxonomy of taxonomies) {
    const { found, leftOut } = terms[taxonomy] ?? { found: [], leftOut: [] };
    const has = ({ id }: { id: number }) => (draft[taxonomy] ?? []).includes(id);
    const dropped = found.filter((term) => !has(term)).map(({ name }) => ({ name, reason: 'the site dropped it.' }));
    kept[taxonomy] = { found: found.filter(has), leftOut: [...leftOut, ...dropped] };
  }
  return kept;
}

/** One note for each name that the post goes out without. */
export function notesOf(saved: Prepared): PreparationNote[] {
  const { terms = {} } = readPrepared(saved);
  return taxonomies.flatMap((taxonomy) =>
    (terms[taxonomy]?.leftOut ?? []).map(({ name, reason }) => ({
      code: taxonomy === 'tags' ? 'tag_left_out' : 'category_left_out',
      field: `/platformSpecific/${taxonomy}`,
      message: `"${name}" is left out: ${reason}`,
    })),
  );
}
