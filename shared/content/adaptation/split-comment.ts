import type { Break } from './breaks.ts';
import { cutHead } from './cut-head.ts';
import type { Thread } from './split-thread.ts';
import { truncateText } from './truncate-text.ts';

/**
 * A text that is too long for a post as a post and its first comment. The post ends with a paragraph or a sentence, or
 * with an ellipsis; what the comment does not hold is left out. Undefined where that makes no two texts of it.
 * @param fits whether a text keeps the limit: 0 is the post, 1 the comment
 */
export function splitComment(
  text: string,
  fits: (text: string, index: number) => boolean,
  ellipsis = '…',
): Thread | undefined {
  const ended = (head: string, { kind, afterEntity }: Break) =>
    kind === 'paragraph' || kind === 'sentence' ? head : `${head}${afterEntity ? ' ' : ''}${ellipsis}`;
  const cut = cutHead(text, (head, at) => fits(ended(head, at), 0), ['paragraph', 'sentence']);
  if (cut === undefined) return undefined;
  const post = ended(cut.head, cut.at);
  const comment = truncateText(cut.rest, (one) => fits(one, 1), ellipsis);
  const says = comment.text.trim();
  if (says === '' || says === ellipsis || says === post.trim()) return undefined;
  const { shortened, leftOut } = comment;
  return { bodies: [post, comment.text], shortened, leftOut, wordCut: comment.wordCut || cut.at.kind === 'grapheme' };
}
