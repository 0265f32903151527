import type { DistributionContent } from '../../contract/content.ts';
import { sentText, showsShortLinks, wholeText } from '../../contract/link-text.ts';
import { specificOf } from '../../contract/specific.ts';
import { threadParts } from '../../contract/thread.ts';
import { rules } from '../rules.ts';
import { platformSpecific } from '../schemas.ts';
import { richText } from './facets.ts';
import type { UploadedImage } from './prepared.ts';

/** Names a record and one version of its content. */
export interface StrongRef {
  uri: string;
  cid: string;
}

export interface Reply {
  root: StrongRef;
  parent: StrongRef;
}

interface Made {
  createdAt: string;
  dids: Record<string, string>;
  images: UploadedImage[];
}

/** A post holds images or a link card, not both: beside images the link goes into the text. */
export function postText(content: DistributionContent): string {
  return sentText(content, rules);
}

/** One content for each post. Languages and labels hold for each. */
export function partsOf(content: DistributionContent): DistributionContent[] {
  return threadParts(content, ['langs', 'labels']);
}

/** The record of `app.bsky.feed.post`. Without `made` it is a preview: media by address, mentions by handle, no time. */
export function postRecord(content: DistributionContent, made?: Made, reply?: Reply): Record<string, unknown> {
  const { langs, labels } = specificOf(content, platformSpecific);
  const whole = wholeText(content, rules);
  const { text, facets } = richText(whole, { dids: made?.dids, short: showsShortLinks(whole, rules.text) });
  const embed = hasMedia(content) ? imagesEmbed(content, made?.images) : linkEmbed(content);
  return {
    $type: 'app.bsky.feed.post',
    text,
    ...(made !== undefined && { createdAt: made.createdAt }),
    ...(reply !== undefined && { reply }),
    ...(facets.length > 0 && { facets }),
    ...(embed !== undefined && { embed }),
    ...(langs !== undefined && { langs }),
    ...(labels !== undefined && {
      labels: { $type: 'com.atproto.label.defs#selfLabels', values: labels.map((val) => ({ val })) },
    }),
  };
}

function hasMedia({ mediaUrls = [] }: DistributionContent): boolean {
  return mediaUrls.length > 0;
}

function imagesEmbed(content: DistributionContent, uploaded?: UploadedImage[]): Record<string, unknown> {
  const altTexts = specificOf(content, platformSpecific).altTexts ?? [];
  const images =
    uploaded === undefined
      ? (content.mediaUrls ?? []).map((url, index) => ({ image: url, alt: altTexts[index] ?? '' }))
      : uploaded.map(({ blob, width, height }, index) => ({
          image: blob,
          alt: altTexts[index] ?? '',
          aspectRatio: { width, height },
        }));
  return { $type: 'app.bsky.embed.images', images };
}

function linkEmbed(content: DistributionContent): Record<string, unknown> | undefined {
  const { linkUrl, title } = content;
  if (linkUrl === undefined) return undefined;
  const card = specificOf(content, platformSpecific).linkCard;
  const external = {
    uri: linkUrl,
    title: card?.title ?? title ?? new URL(linkUrl).host,
    description: card?.description ?? '',
  };
  return { $type: 'app.bsky.embed.external', external };
}
