import twitterText from 'twitter-text';
import * as z from 'zod';
import type { PlatformContext, Prepared, PublishContext, PublishResult } from '../contract/adapter.ts';
import type { DistributionContent } from '../contract/content.ts';
import { replyOf } from '../contract/thread.ts';
import { idField } from '../http/answer-fields.ts';
import { readAnswer } from '../http/read-answer.ts';
import { fetchUser } from './account.ts';
import { xError } from './errors.ts';
import { xClient } from './lib/client.ts';
import { idTime } from './lib/id-time.ts';
import { answeredPost, postText } from './lib/post-body.ts';
import { readPrepared } from './lib/prepared.ts';
import { toResult } from './lib/publish-result.ts';

/** Our post cannot be older than its due time. The margin covers the difference between X's clock and ours. */
const MARGIN_MS = 2 * 60_000;
/** A post that is older than its call by more than this is another one. Less is the difference of two good clocks. */
const CLOCK_MS = 2_000;
const PAGE = 100;
const MAX_PAGES = 5;

const url = z.object({ url: z.string(), expanded_url: z.string().optional(), media_key: z.string().optional() });
const entities = z.object({ urls: z.array(url).optional() });
const references = z.array(z.object({ type: z.string(), id: z.string() }));
const timelinePost = z.object({
  id: idField,
  text: z.string(),
  created_at: z.string().optional(),
  entities: entities.optional(),
  attachments: z.object({ media_keys: z.array(z.string()).optional() }).optional(),
  note_tweet: z.object({ text: z.string(), entities: entities.optional() }).optional(),
  // X's written documents and its specification name it differently.
  referenced_tweets: references.optional(),
  referenced_posts: references.optional(),
});
type TimelinePost = z.infer<typeof timelinePost>;
const timeline = z.object({
  data: z.array(timelinePost).optional(),
  meta: z.object({ next_token: z.string().optional() }).optional(),
});

/**
 * Looks for the post in the account's own timeline since the due time: by its media, or without media by its text and
 * the post that it answers. Uploads belong to the first post of a thread. The same text from before the first call
 * (`sentSince`) was written by another person: X shows no mark of ours that tells more, so the user has to look.
 */
export async function find(
  context: PublishContext,
  content: DistributionContent,
  prepared: Prepared,
): Promise<PublishResult | 'absent' | 'undetermined'> {
  const userId = context.platform.accountId ?? (await fetchUser(context)).id;
  const before = replyOf(context)?.parent.externalId;
  const replyTo = before ?? answeredPost(content);
  const uploads = before === undefined ? readPrepared(prepared).media : [];
  const mediaKeys = uploads.flatMap(({ mediaKey }) => (mediaKey === undefined ? [] : [mediaKey]));
  const wanted = comparable(postText(content));
  const isAlike = (post: TimelinePost) =>
    mediaKeys.length > 0
      ? mediaKeys.some((key) => post.attachments?.media_keys?.includes(key))
      : repliedTo(post) === replyTo && comparable(expandedText(post)) === wanted;
  const { sentSince } = context.publication;
  const firstCall = sentSince === undefined || mediaKeys.length > 0 ? 0 : Date.parse(sentSince) - CLOCK_MS;
  let next: string | undefined;
  let hasTwin = false;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { data = [], meta } = await readTimeline(context, userId, next);
    const alike = data.filter(isAlike);
    const found = alike.find(({ id }) => idTime(id) >= firstCall);
    if (found !== undefined) return toResult(found.id, found.created_at);
    hasTwin ||= alike.length > 0;
    next = meta?.next_token;
    if (next === undefined) return hasTwin ? 'undetermined' : 'absent';
  }
  return 'undetermined';
}

async function readTimeline(context: PublishContext, userId: string, next: string | undefined) {
  const { dueAt, sentSince = dueAt } = context.publication;
  const since = Math.min(Date.parse(dueAt), Date.parse(sentSince)) - MARGIN_MS;
  try {
    const client = await xClient(context as PlatformContext);
    const body: unknown = await client.v2.get(`users/${userId}/tweets`, {
      max_results: PAGE,
      start_time: new Date(since).toISOString(),
      exclude: 'retweets',
      'tweet.fields': 'created_at,entities,attachments,note_tweet,referenced_tweets',
      ...(next !== undefined && { pagination_token: next }),
    });
    return readAnswer(timeline, body, { platform: 'X' });
  } catch (error) {
    throw xError(error, { credentials: context.credentials, now: context.now() });
  }
}

function repliedTo({ referenced_tweets, referenced_posts }: TimelinePost): string | undefined {
  return (referenced_tweets ?? referenced_posts ?? []).find(({ type }) => type === 'replied_to')?.id;
}

/** The text as it was sent: X shortens links, adds one for media, and escapes three characters. */
function expandedText(post: TimelinePost): string {
  const { text, entities: found } = post.note_tweet ?? post;
  const links = found?.urls ?? [];
  const expanded = links.reduce(
    (so, link) => so.replace(link.url, link.media_key === undefined ? (link.expanded_url ?? link.url) : ''),
    text,
  );
  const bare = post.attachments === undefined ? expanded : withoutMediaLink(expanded);
  return bare.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

const SHORT_LINK = 'https://t.co/';

/** X may list no entity for a media link. That link is then the last word of the text. */
function withoutMediaLink(text: string): string {
  const start = text.lastIndexOf(SHORT_LINK);
  const isLast = start >= 0 && /^\w+$/.test(text.slice(start + SHORT_LINK.length));
  return isLast ? text.slice(0, start).trimEnd() : text;
}

/** Links compare without scheme and final slash: X expands `example.com` to an address. */
function comparable(text: string): string {
  const normal = text.normalize('NFC');
  const links = twitterText.extractUrlsWithIndices(normal, { extractUrlsWithoutProtocol: true });
  const plain = links.reduceRight(
    (so, { url: link, indices: [start, end] }) =>
      so.slice(0, start) + link.replace(/^https?:\/\//i, '').replace(/\/$/, '') + so.slice(end),
    normal,
  );
  return plain.replace(/\s+/g, ' ').trim();
}
