import twitterText from 'twitter-text';
import { cutText } from '../../kernel/cut-text.ts';

/** A stretch that could be one host to twitter-text, whose pattern looks through all of it from each of its characters. */
const hostLike = /[^\s/:?#@!$%&'()*+,;<=>[\]^`{|}~"\\]+/g;
/** No host is longer. */
const PIECE = 300;
const ascii = /[!-~]/;

interface XLink {
  url: string;
  start: number;
  end: number;
}

/** The length of a text as X counts it. */
export function xWeight(text: string): number {
  return piecesOf(text.normalize('NFC')).reduce((sum, piece) => sum + twitterText.parseTweet(piece).weightedLength, 0);
}

/** The links that X finds in a text, in UTF-16 units. */
export function xLinksIn(text: string, options: { extractUrlsWithoutProtocol: boolean }): XLink[] {
  let from = 0;
  return piecesOf(text).flatMap((piece) => {
    const before = from;
    from += piece.length;
    return twitterText
      .extractUrlsWithIndices(piece, options)
      .map(({ url, indices: [start, end] }) => ({ url, start: before + start, end: before + end }));
  });
}

/** The text in pieces of which each is quickly looked through: cut between characters that belong to no host together. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let from = 0;
  for (const { 0: stretch, index } of text.length < 2 * PIECE ? [] : text.matchAll(hostLike)) {
    // The last piece stays with what follows it.
    for (let at = 0; stretch.length - at >= 2 * PIECE; ) {
      at += pieceLength(stretch.slice(at, at + 2 * PIECE));
      pieces.push(text.slice(from, index + at));
      from = index + at;
    }
  }
  return [...pieces, text.slice(from)];
}

function pieceLength(beginning: string): number {
  for (let length = PIECE; length < beginning.length; length++) {
    const isWord = ascii.test(beginning[length - 1]!) && ascii.test(beginning[length]!);
    if (!isWord && cutText(beginning, length).length === length) return length;
  }
  return Math.max(1, cutText(beginning, PIECE).length);
}
