/** The first 50 characters of a text, on one line: for lists. */
export function excerptOf(body: string): string {
  return [...body.replace(/\s+/g, ' ').trim()].slice(0, 50).join('');
}
