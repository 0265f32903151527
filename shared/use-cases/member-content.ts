import type { DistributionContent } from '../domain/content.ts';
import type { CrossPostMember } from '../domain/cross-post-input.ts';
import type { Platform } from '../domain/platform.ts';
import type { NewSourceContent } from '../domain/source-content.ts';

/**
 * What one platform gets of a content, with what the caller says for this platform in its place. `notes` tell what was
 * changed on the way.
 */
export function memberContent(
  source: NewSourceContent,
  _platform: Platform,
  said: CrossPostMember,
): { content: DistributionContent; notes: { code: string; message: string }[] } {
  const content: DistributionContent = {
    title: said.title ?? source.title,
    body: said.body ?? source.body,
    mediaUrls: said.mediaUrls ?? source.mediaUrls,
    linkUrl: said.linkUrl ?? source.canonicalUrl,
    platformSpecific: said.platformSpecific,
  };
  return { content, notes: [] };
}
