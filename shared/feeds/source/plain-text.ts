import { compile } from 'html-to-text';
import { cutText, firstGraphemes } from '../../kernel/cut-text.ts';

/** Far more than is shown of an entry, and little enough to be read at once. */
const MAX_HTML = 100_000;
const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];
const toText = compile({
  wordwrap: false,
  // What nests deeper is no text, and would overrun the stack.
  limits: { maxDepth: 200, ellipsis: '' },
  selectors: [
    ...headings.map((selector) => ({ selector, options: { uppercase: false } })),
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    { selector: 'table', format: 'block' },
  ],
});

/** HTML as a person would read it aloud: no tags, addresses, images or capitals of ours. */
export function plainText(html: string): string {
  return evenSpace(toText(html.slice(0, MAX_HTML)));
}

/** One blank between words, one empty line between paragraphs. */
export function evenSpace(text: string): string {
  return text
    .replace(/[ \t\u00A0]+/g, ' ')
    .replace(/(?<! ) *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** The first words, at most so many characters as a reader counts them. */
export function firstWords(text: string, most: number): string {
  // A character may have more signs on it than there is room for.
  const beginning = cutText(text, most * 4);
  if (firstGraphemes(beginning, most) === text) return text;
  const cut = firstGraphemes(beginning, most - 1);
  const end = cut.search(/\s\S*$/);
  return `${(end > most / 2 ? cut.slice(0, end) : cut).trimEnd()}…`;
}
