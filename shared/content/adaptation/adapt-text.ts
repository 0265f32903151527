import { cutWithMark } from '../../kernel/cut-text.ts';
import type { ContentRules } from '../../platforms/contract/content-rules.ts';
import type { AdaptationNote, AdaptOptions } from './adaptable-content.ts';
import { fitsWhole } from './cut-head.ts';
import { splitComment } from './split-comment.ts';
import { numberPosts, splitThread } from './split-thread.ts';
import { limitCashtags } from './text/cashtags.ts';
import { addHashtags } from './text/hashtags.ts';
import { type Shortened, truncateText } from './truncate-text.ts';

export interface AdaptedText {
  body: string;
  /** The posts that follow the first. */
  thread: string[];
  /** What did not fit, where that is asked for as a comment. */
  firstComment?: string;
  notes: AdaptationNote[];
}

/**
 * A plain or Markdown text within the platform's limit, as one post or, where asked for, as a thread; with hashtags where
 * they fit.
 * @param fits whether a post's text keeps the limit; `index` is 0 for the first post, which may carry the link
 */
export function adaptText(
  source: string,
  keywords: readonly string[],
  rules: ContentRules,
  options: Pick<AdaptOptions, 'tooLong' | 'ellipsis'>,
  fits: (text: string, index: number) => boolean,
): AdaptedText {
  const { text, changed } = limitCashtags(source.trim(), rules.text.cashtagsMax ?? Number.POSITIVE_INFINITY);
  const notes: AdaptationNote[] = [];
  if (changed.length > 0) {
    const message = `${rules.displayName} takes ${rules.text.cashtagsMax} $SYMBOL in a post. Without their sign: ${[...new Set(changed)].slice(0, 20).join(', ')}.`;
    notes.push({ code: 'cashtags_made_plain', field: '/body', message });
  }
  const cut = cutText(text, rules, options, fits);
  const { bodies, leftOut, impossible } = withHashtags(cut, keywords, rules, fits);
  if (cut.isComment) {
    const message = 'What of the text did not fit is its first comment.';
    notes.push({ code: 'comment_made', field: '/platformSpecific/firstComment', message });
  }
  const [body = '', ...following] = cut.isComment ? bodies : numberPosts(bodies);
  const thread = cut.isComment ? [] : following;
  if (thread.length > 0) {
    const message = `The text is a thread of ${bodies.length} posts.`;
    notes.push({ code: 'thread_made', field: '/platformSpecific/thread', message });
  }
  notes.push(...cutNotes(cut, text, rules));
  if (leftOut.length > 0) {
    const message = `Not added, for there is no room or ${rules.displayName} takes no more: ${leftOut.map((tag) => `#${tag}`).join(' ')}.`;
    notes.push({ code: 'hashtags_left_out', field: '/body', message });
  }
  if (impossible.length > 0) {
    const named = impossible.map((keyword) => `"${keyword}"`).join(', ');
    notes.push({ code: 'hashtag_impossible', field: '/body', message: `No hashtag can be made of ${named}.` });
  }
  const [firstComment] = cut.isComment ? following : [];
  return { body, thread, ...(firstComment !== undefined && { firstComment }), notes };
}

type Pieces = Pick<Shortened, 'shortened' | 'wordCut' | 'leftOut'> & {
  bodies: string[];
  /** The second is a comment: the two have no numbers. */
  isComment?: boolean;
};

function cutText(
  text: string,
  { thread: rule, firstComment: takesComment }: ContentRules,
  { tooLong, ellipsis }: Pick<AdaptOptions, 'tooLong' | 'ellipsis'>,
  fits: (text: string, index: number) => boolean,
): Pieces {
  const whole = (tooLong ?? 'truncate') === 'truncate' || fitsWhole(text, (one) => fits(one, 0));
  if (tooLong === 'first_comment' && takesComment && !whole) {
    const two = splitComment(text, fits, ellipsis);
    if (two !== undefined) return { ...two, isComment: true };
  }
  if (tooLong === 'thread' && rule !== undefined && !whole) {
    const thread = splitThread(text, fits, 1 + rule.max, ellipsis);
    if (thread.bodies.length > 0) return thread;
  }
  return asOnePost(truncateText(text, (one) => fits(one, 0), ellipsis));
}

function asOnePost({ text, ...rest }: Shortened): Pieces {
  return { bodies: [text], ...rest };
}

/** In the last post: a thread is read to its end by who wants to find more. */
function withHashtags(
  { bodies, isComment = false }: Pieces,
  keywords: readonly string[],
  { hashtags }: ContentRules,
  fits: (text: string, index: number) => boolean,
): { bodies: string[]; leftOut: string[]; impossible: string[] } {
  const before = bodies.slice(0, -1);
  const last = bodies.at(-1) ?? '';
  if (hashtags === undefined || last === '') return { bodies, leftOut: [], impossible: [] };
  const fitsLast = (text: string) => fits(isComment ? text : numberPosts([...before, text]).at(-1)!, before.length);
  const { text, ...rest } = addHashtags(last, keywords, hashtags, fitsLast, before.join('\n'));
  return { bodies: [...before, text], ...rest };
}

function cutNotes(
  { shortened, wordCut, leftOut, bodies }: Pieces,
  text: string,
  rules: ContentRules,
): AdaptationNote[] {
  const field = '/body';
  const notes: AdaptationNote[] = [];
  if (shortened) {
    const kept = bodies.reduce((sum, body) => sum + body.length, 0);
    const message = `About ${Math.max(1, text.length - kept)} of ${text.length} characters are left out: ${rules.displayName} takes no more here.`;
    notes.push({ code: 'text_shortened', field, message });
  }
  if (wordCut) notes.push({ code: 'word_cut', field, message: 'A word that is longer than a post was cut.' });
  if (leftOut.length > 0) {
    const shown = leftOut.map((one) => cutWithMark(one, 80)).join(' ');
    const message = `Longer than a post, so left out: ${shown}`;
    notes.push({ code: 'link_in_text_left_out', field, message });
  }
  return notes;
}
