import type { Account } from '../../accounts/account.ts';
import { type Adapted, adaptContent } from '../../content/adaptation/adapt-content.ts';
import type { NewSourceContent } from '../../content/source-content.ts';
import type { DistributionContent } from '../../platforms/contract/content.ts';
import { hasLink } from '../../platforms/contract/link-text.ts';
import type { PreparationNote } from '../../platforms/contract/preparation-note.ts';
import { adapterFor } from '../../platforms/registry.ts';
import type { CrossPostMember, NewCrossPost } from './cross-post-input.ts';

type Adaptation = Pick<NewCrossPost, 'contentId' | 'adaptation'>;
type Adapt = (account: Account, said: CrossPostMember) => Adapted;

/** Adapts a content to one platform after the other; those that would get the same share the work. */
export function adapterForMembers(source: NewSourceContent, { contentId, adaptation = {} }: Adaptation): Adapt {
  const { utm, ...options } = adaptation;
  const namesAccount = Object.values(utm?.templates ?? {}).some((template) => template?.includes('{account}'));
  const known = new Map<string, Adapted>();
  return ({ kind, name }, said) => {
    const { body, linkUrl, mediaUrls } = said;
    const rules = adapterFor(kind).rules;
    const account = namesAccount ? name : undefined;
    const own = { body, linkUrl: linkUrl ?? undefined };
    const isTaken = linkUrl === null || (options.link === 'first_comment' && saysInComment(said, source.canonicalUrl));
    const kept = unlessSaid(said, options);
    const key = JSON.stringify([kind, account, own, isTaken, mediaUrls, kept]);
    const adapted =
      known.get(key) ??
      adaptContent({ ...source, ...(isTaken && { canonicalUrl: undefined }), media: mediaOf(source, said) }, rules, {
        ...options,
        ...kept,
        own,
        ...(utm && { utm: { ...utm, values: { account, contentId, ...utm.values } } }),
      });
    known.set(key, adapted);
    return adapted;
  };
}

/**
 * What is taken away takes no room in the text; media of the caller's own may put the link there. A picture keeps its
 * description wherever it stands.
 */
function mediaOf(source: NewSourceContent, { mediaUrls = source.mediaUrls }: CrossPostMember) {
  const described = new Map(source.mediaUrls?.map((url, index) => [url, source.altTexts?.[index]]));
  return mediaUrls?.map((url) => ({ url, altText: described.get(url) }));
}

/** Whether the caller's own comment has the link already. */
function saysInComment({ platformSpecific }: CrossPostMember, link: string | undefined): boolean {
  const comment = platformSpecific?.firstComment;
  return link !== undefined && typeof comment === 'string' && hasLink(comment, link);
}

/**
 * What one platform gets of a content: in its form and within its limits, and what the caller says for this platform in
 * its place, as it is written; null takes it away. `notes` tell what was changed or left out on the way.
 */
export function memberContent(
  { content, notes }: Adapted,
  said: CrossPostMember,
): { content: DistributionContent; notes: PreparationNote[] } {
  const specific = content.platformSpecific;
  const kept = notes.filter(({ field }) => !isSaid(field, said));
  return {
    content: {
      title: orSaid(content.title, said.title),
      body: said.body ?? content.body,
      mediaUrls: orSaid(content.mediaUrls, said.mediaUrls),
      linkUrl: orSaid(content.linkUrl, said.linkUrl),
      platformSpecific: said.platformSpecific ? { ...specific, ...said.platformSpecific } : specific,
    },
    notes: kept,
  };
}

function orSaid<Value>(adapted: Value | undefined, said: Value | null | undefined): Value | undefined {
  return said === undefined ? adapted : (said ?? undefined);
}

/** A text, a link, a thread or a comment of the caller's own stay where the caller put them. */
function unlessSaid(
  { body, linkUrl, platformSpecific = {} }: CrossPostMember,
  { tooLong, link }: NonNullable<NewCrossPost['adaptation']>,
): Pick<NonNullable<NewCrossPost['adaptation']>, 'tooLong' | 'link'> {
  const follows = platformSpecific.thread !== undefined || platformSpecific.firstComment !== undefined;
  return {
    tooLong: body !== undefined || follows ? undefined : tooLong,
    link: linkUrl !== undefined || follows ? undefined : link,
  };
}

/** Whether the caller wrote the field of a note: then it is not what was adapted. */
function isSaid(field: string, said: CrossPostMember): boolean {
  const [, name = '', specific = ''] = field.split('/');
  if (name === 'platformSpecific') return said.platformSpecific?.[specific] !== undefined;
  return said[name as keyof CrossPostMember] !== undefined;
}
