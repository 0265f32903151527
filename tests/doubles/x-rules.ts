import twitterText from 'twitter-text';
import type { DoubleAnswer } from './http-double.ts';

/** An upload at the X stand-in. */
export interface XMedia {
  id: string;
  key: string;
  type: string;
  totalBytes: number;
  chunks: Buffer[];
  finalized: boolean;
  altText?: string;
}

export interface XPost {
  id: string;
  createdAt: string;
  sent: Record<string, unknown>;
  text: string;
  media: XMedia[];
}

const FIELDS = new Set(['text', 'media', 'reply_settings', 'made_with_ai', 'paid_partnership', 'reply']);
const REPLY_SETTINGS = ['following', 'mentionedUsers', 'subscribers', 'verified'];

/** What X has against the body of `POST /2/tweets`. @throws DoubleAnswer */
export function checkPost(
  sent: Record<string, unknown>,
  uploads: Map<string, XMedia>,
  posts: XPost[],
  takesDuplicates: boolean,
): { text: string; media: XMedia[] } {
  const unknown = Object.keys(sent).find((name) => !FIELDS.has(name));
  if (unknown !== undefined)
    throw invalid(`$.${unknown}: is not defined in the schema and the schema does not allow additional properties`);
  const { text = '', media, reply_settings: replies } = sent;
  if (typeof text !== 'string') throw invalid('$.text: is not a string');
  if (replies !== undefined && !REPLY_SETTINGS.includes(String(replies)))
    throw invalid('$.reply_settings: is not a known value');
  const parent = parentOf(sent);
  if (sent.reply !== undefined && !posts.some(({ id }) => id === parent))
    throw forbidden('You attempted to reply to a Tweet that is deleted or not visible to you.');
  const attached = attachedMedia(media, uploads);
  if (text === '' && attached.length === 0) throw invalid('Either text or media must be given');
  if (!fits(text)) throw forbidden('You are not permitted to perform this action.');
  if (twitterText.extractCashtags(text).length > 1) throw invalid('At most one cashtag is allowed');
  if (!takesDuplicates && text !== '' && posts.some((post) => post.text === text)) {
    throw forbidden('You are not allowed to create a Tweet with duplicate content.', 'about:blank');
  }
  return { text, media: attached };
}

export function parentOf({ reply }: Record<string, unknown>): string | undefined {
  return (reply as { in_reply_to_tweet_id?: string } | undefined)?.in_reply_to_tweet_id;
}

function fits(text: string): boolean {
  return text === '' || twitterText.parseTweet(text).weightedLength <= 280;
}

function attachedMedia(media: unknown, uploads: Map<string, XMedia>): XMedia[] {
  if (media === undefined) return [];
  const ids = (media as { media_ids?: unknown }).media_ids;
  if (!Array.isArray(ids) || ids.length < 1 || ids.length > 4)
    throw invalid('$.media.media_ids: must hold 1 to 4 items');
  const found = ids.map((id) => uploads.get(String(id)));
  if (found.some((one) => one === undefined || !one.finalized)) throw invalid('Your media IDs are invalid.');
  if (found.length > 1 && found.some((one) => one?.type === 'image/gif'))
    throw invalid('A GIF must be the only media.');
  return found as XMedia[];
}

export function invalid(message: string): DoubleAnswer {
  return answer(
    400,
    'Invalid Request',
    'One or more parameters to your request was invalid.',
    'https://api.x.com/2/problems/invalid-request',
    [{ message, parameters: {} }],
  );
}

export function forbidden(detail: string, type = 'https://api.x.com/2/problems/forbidden'): DoubleAnswer {
  return answer(403, 'Forbidden', detail, type);
}

export function answer(status: number, title: string, detail: string, type: string, errors?: unknown[]): DoubleAnswer {
  const body = JSON.stringify({ title, detail, type, status, ...(errors !== undefined && { errors }) });
  return { status, headers: { 'content-type': 'application/problem+json' }, body };
}
