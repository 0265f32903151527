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
    ...(utm && { utm: { templates: utm.templates, values } }),
  });
  // A text of their own is the caller's, thread and all.
  const { thread, ...others } = content.platformSpecific ?? {};
  const adapted = said.body === undefined && thread !== undefined ? { thread, ...others } : others;
  const specific = Object.keys(adapted).length > 0 ? adapted : undefined;
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

/** Whether the caller wrote the field of a note: then it is not what was adapted. */
function isSaid(field: string, said: CrossPostMember): boolean {
  const name = field.split('/')[1] as keyof CrossPostMember;
  return said[name] !== undefined;
}
