import * as z from 'zod';
import type { PublishContext, PublishResult } from '../../contract/adapter.ts';
import type { DistributionContent } from '../../contract/content.ts';
import { specificOf } from '../../contract/specific.ts';
import { replyOf, threadOf, threadParts } from '../../contract/thread.ts';
import { idField, linkField, timeField } from '../../http/answer-fields.ts';
import { threadSpecific } from '../schemas.ts';

/** The platform's name as error messages say it. */
export const SANDBOX = { platform: 'The sandbox' };

/** What the sandbox answers of a post. */
export const post = z.object({ id: idField, url: linkField, createdAt: timeField });

/** A post as it goes over the wire. */
export function postFields(content: DistributionContent): Record<string, unknown> {
  const { altTexts, behaviour } = specificOf(content, threadSpecific);
  const { body: text, title, mediaUrls, linkUrl } = content;
  return {
    text,
    ...(title !== undefined && { title }),
    ...(mediaUrls !== undefined && { mediaUrls }),
    ...(altTexts !== undefined && { altTexts }),
    ...(linkUrl !== undefined && { linkUrl }),
    ...(behaviour !== undefined && { behaviour }),
  };
}

/** Our reference on a post. Each version of the text has its own, and so has each post of a thread. */
export function reference({ publication }: PublishContext): string {
  const { distributionId, textVersion, part } = publication;
  return `${distributionId}-v${textVersion}${part === 0 ? '' : `-p${part}`}`;
}

/** The post that a later part of a thread answers to, as it goes over the wire. */
export function replyFields(context: PublishContext): Record<string, unknown> {
  const reply = replyOf(context);
  return reply === undefined ? {} : { replyTo: reply.parent.externalId };
}

export function toResult({ id, url, createdAt }: z.infer<typeof post>): PublishResult {
  return { externalId: id, externalUrl: url, ...(createdAt !== undefined && { publishedAt: createdAt }) };
}

/** As on every platform with threads; the behaviour goes to the part that `behaviourPart` names. */
export function partsOf(content: DistributionContent): DistributionContent[] {
  if (threadOf(content).length === 0) return [content];
  const { behaviour, behaviourPart = 0, ...specific } = content.platformSpecific ?? {};
  return threadParts({ ...content, platformSpecific: specific }).map((part, index) =>
    index === behaviourPart && behaviour !== undefined
      ? { ...part, platformSpecific: { ...part.platformSpecific, behaviour } }
      : part,
  );
}
