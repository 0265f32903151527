import { cutText, firstGraphemes } from '../kernel/cut-text.ts';

/** More than fifty characters of any writing need. */
const WINDOW = 2_000;

/** The first 50 characters of a text, on one line: for lists. */
export function excerptOf(body: string): string {
  return firstGraphemes(cutText(body, WINDOW).replace(/\s+/g, ' ').trim(), 50);
}
