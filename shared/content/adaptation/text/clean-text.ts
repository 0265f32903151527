/** Control characters but tab and line feed, and code points that no platform takes for text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
const unprintable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFEFF\uFFFE\uFFFF]/g;

/** A text that every platform can store: line ends as "\n", no control characters, no half characters. */
export function cleanText(text: string): string {
  return text.replace(/\r\n?/g, '\n').toWellFormed().replace(unprintable, '');
}
