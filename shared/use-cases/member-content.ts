import { adaptContent } from '../domain/adaptation/adapt-content.ts';
import type { DistributionContent } from '../domain/content.ts';
import type { CrossPostMember, NewCrossPost } from '../domain/cross-post-input.ts';
import type { Platform } from '../domain/platform.ts';
import type { NewSourceContent } from '../domain/source-content.ts';
import { adapterFor, type PlatformKind } from '../platforms/registry.ts';

/**
 * What one platform gets of a content: in its form and within its limits, and what the caller says for this platform in
 * its place, as it is written. `notes` tell what was changed or left out on the way.
 */
export function memberContent(
  source: NewSourceContent,
  platform: Platform,
  said: CrossPostMember,
  { contentId, adaptation = {} }: Pick<NewCrossPost, 'contentId' | 'adaptation'>,
): { content: DistributionContent; notes: { code: string; message: string }[] } {
  const { rules } = adapterFor(platform.kind as PlatformKind);
  const { utm, ...options } = adaptation;
  const values = { account: platform.name, contentId, ...utm?.values };
  const { content, notes } = adaptContent({ ...source, media: source.mediaUrls?.map((url) => ({ url })) }, rules, {
    ...options,
    ...unlessSaid(said, options),
    ...(utm && { utm: { templates: utm.templates, values } }),
  });
  const specific = content.platformSpecific;
  const kept = notes.filter(({ field }) => !isSaid(field, said));
  return {
    content: {
      title: said.title ?? content.title,
      body: said.body ?? content.body,
      mediaUrls: said.mediaUrls ?? content.mediaUrls,
      linkUrl: said.linkUrl ?? content.linkUrl,
      platformSpecific: said.platformSpecific ? { ...specific, ...said.platformSpecific } : specific,
    },
    notes: kept.map(({ code, message }) => ({ code, message })),
  };
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
  const name = field.split('/')[1] as keyof CrossPostMember;
  return said[name] !== undefined;
}
