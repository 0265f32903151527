import { escapeMarkdown } from '../../content/adaptation/text/escape-markdown.ts';
import { plainBody, withoutShortcodes } from '../../content/adaptation/text/plain-body.ts';
import { escapeHtml } from '../../kernel/escape-html.ts';
import { authorHtml } from '../../platforms/contract/author-html.ts';
import type { ContentRules } from '../../platforms/contract/content-rules.ts';
import type { FeedEntry } from '../feed-entry.ts';
import { renderEntry } from './feed-template.ts';

const TAG = /<\/?[a-z][^<>]*>/i;

/**
 * The template filled with an entry, in the form that the platform's posts have. Marks and tags of the template are the
 * user's own; those that an entry seems to have are shown as they are.
 */
export function entryBody(template: string, entry: FeedEntry, rules: ContentRules): string {
  const { format } = rules.text;
  if (format === 'html' && TAG.test(template)) {
    const html = (text: string) => withoutShortcodes(escapeHtml(text).replaceAll('\n', '<br />'), rules.text);
    return authorHtml(renderEntry(template, withTexts(entry, html)));
  }
  if (format === 'markdown') return renderEntry(template, withTexts(entry, escapeMarkdown));
  return plainBody(renderEntry(template, entry), rules);
}

function withTexts(entry: FeedEntry, form: (text: string) => string): FeedEntry {
  const { title, summary, link } = entry;
  return { ...entry, title: form(title), summary: form(summary), link: link && form(link) };
}
