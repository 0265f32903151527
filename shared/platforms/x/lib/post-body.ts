import type { DistributionContent } from '../../contract/content.ts';
import { sentText } from '../../contract/link-text.ts';
import { specificOf } from '../../contract/specific.ts';
import { threadParts } from '../../contract/thread.ts';
import { rules } from '../rules.ts';
import { platformSpecific, postIdOf } from '../schemas.ts';

/** The text as it is sent and counted. X has no field for a link: it goes into the text. */
export function postText(content: DistributionContent): string {
  return sentText(content, rules);
}

/** One content for each post. Labels that the law or X asks for go on each. */
export function partsOf(content: DistributionContent): DistributionContent[] {
  return threadParts(content, ['madeWithAi', 'paidPartnership']);
}

/** The body of `POST /2/tweets`. X refuses empty lists and an explicit "everyone", so those are left out. */
export function postBody(
  content: DistributionContent,
  { mediaIds = [], replyTo }: { mediaIds?: string[]; replyTo?: string | undefined } = {},
): Record<string, unknown> {
  const { replySettings, madeWithAi, paidPartnership } = specificOf(content, platformSpecific);
  const text = postText(content);
  const parent = replyTo ?? answeredPost(content);
  return {
    ...(text !== '' && { text }),
    ...(mediaIds.length > 0 && { media: { media_ids: mediaIds } }),
    ...(parent !== undefined && { reply: { in_reply_to_tweet_id: parent } }),
    ...(replySettings !== undefined && { reply_settings: replySettings }),
    ...(madeWithAi !== undefined && { made_with_ai: madeWithAi }),
    ...(paidPartnership !== undefined && { paid_partnership: paidPartnership }),
  };
}

/** The id of the post that the author answers; the later posts of a thread answer the one before. */
export function answeredPost(content: DistributionContent): string | undefined {
  const { inReplyTo } = specificOf(content, platformSpecific);
  return inReplyTo === undefined ? undefined : postIdOf(inReplyTo);
}
