import * as z from 'zod';
import type { FeedEntry } from '../feed-entry.ts';

const PLACEHOLDERS = ['title', 'link', 'summary'] as const;
const PLACE = /\{(\w+)\}/g;

/** The text of a post, with `{title}`, `{link}` and `{summary}` of the entry. A misspelt place would be published. */
export const templateSchema = z
  .string()
  .min(1)
  .max(2_000)
  .refine(
    (text) => [...text.matchAll(PLACE)].every(([, name]) => PLACEHOLDERS.includes(name as 'title')),
    'Use only {title}, {link} and {summary} in braces',
  )
  .refine((text) => /\{\w+\}/.test(text), 'Use at least one of {title}, {link} and {summary}');

/** Fills the template. What an entry does not have leaves no gap behind. */
export function renderEntry(template: string, { title, link, summary }: FeedEntry): string {
  const values: Record<string, string> = { title, link: link ?? '', summary };
  return template
    .replaceAll(PLACE, (_, name: string) => values[name] ?? '')
    .replace(/[ \t]{2,}/g, ' ')
    .replace(/(?<! ) *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
