import { readFileSync } from 'node:fs';

/**
 * The text of the file at `path` with `content` between its marks `<!-- NAME:start -->` and `<!-- NAME:end -->`, each on
 * a line of its own.
 *
 * @throws Error where the file lacks a mark
 */
export function betweenMarks(path: string, name: string, content: string): string {
  const text = readFileSync(path, 'utf8');
  const [start, end] = [`<!-- ${name}:start -->\n`, `<!-- ${name}:end -->\n`];
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from === -1 || to < from) throw new Error(`${path} lacks the lines ${start.trim()} and ${end.trim()}.`);
  return `${text.slice(0, from + start.length)}${content}\n${text.slice(to)}`;
}
