import { linksIn } from './markdown.ts';

/** Every character that Markdown could take for a mark. */
const marks = /[!-/:-@[-`{-~]/g;

/**
 * A plain text as Markdown that says the same: nothing in it is read as a mark, an entity or HTML, lines stay lines, and
 * addresses are links.
 */
export function escapeMarkdown(text: string): string {
  const paragraphs = text.split(/\n[^\S\n]*(?:\n[^\S\n]*)+/).map((paragraph) => {
    const lines = paragraph.split('\n').map((line) => escapedLine(line.trim()));
    // A backslash at a line's end breaks the line.
    return lines.filter((line) => line !== '').join('\\\n');
  });
  return paragraphs.filter((paragraph) => paragraph !== '').join('\n\n');
}

function escapedLine(line: string): string {
  let escaped = '';
  let from = 0;
  for (const { start, end, url } of linksIn(line)) {
    escaped += `${line.slice(from, start).replace(marks, '\\$&')}<${url}>`;
    from = end;
  }
  return escaped + line.slice(from).replace(marks, '\\$&');
}
