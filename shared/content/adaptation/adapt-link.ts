import type { ContentRules } from '../../platforms/contract/content-rules.ts';
import { withinLimit } from '../../platforms/contract/text-count.ts';
import type { AdaptationNote } from './adaptable-content.ts';
import { type LinkTags, tagUrl } from './text/utm.ts';

const LINK_MAX = 2_048;

/**
 * The canonical address with its tags; without them where it is too long with them; none where the post has no room for
 * it either way.
 * @param shortest the shortest text that has to hold it
 */
export function adaptLink(
  url: string | undefined,
  tags: LinkTags,
  rules: ContentRules,
  shortest: (linkUrl: string) => string,
): { linkUrl?: string; notes: AdaptationNote[] } {
  if (url === undefined) return { notes: [] };
  const fits = (linkUrl: string) => linkUrl.length <= LINK_MAX && withinLimit(shortest(linkUrl), rules.text);
  const tagged = tagUrl(url, tags);
  if (fits(tagged)) return { linkUrl: tagged, notes: [] };
  const note = (code: 'link_untagged' | 'link_left_out', message: string) => [{ code, field: '/linkUrl', message }];
  if (tagged !== url && fits(url)) {
    return { linkUrl: url, notes: note('link_untagged', 'The link has no room for its tags.') };
  }
  return { notes: note('link_left_out', `The link is too long for a post on ${rules.displayName}.`) };
}
