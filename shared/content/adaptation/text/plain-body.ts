import { authorHtml } from '../../../platforms/contract/author-html.ts';
import type { ContentRules } from '../../../platforms/contract/content-rules.ts';
import { withinLimit } from '../../../platforms/contract/text-count.ts';
import { limitCashtags } from './cashtags.ts';
import { cleanText } from './clean-text.ts';
import { escapeMarkdown } from './escape-markdown.ts';
import { parseMarkdown, renderMarkdown } from './markdown.ts';

/**
 * A text that was never Markdown or HTML, e.g. a stranger's, in the form that the platform's posts have: shown as it is,
 * whatever marks and tags it seems to have. As long as it is; `fitsBody` says whether that is too long.
 */
export function plainBody(text: string, { text: rule }: ContentRules): string {
  const clean = cleanText(text).trim();
  if (rule.format === 'html') {
    return withoutShortcodes(authorHtml(renderMarkdown(parseMarkdown(escapeMarkdown(clean)))), rule);
  }
  if (rule.format === 'markdown') return escapeMarkdown(clean);
  return limitCashtags(clean, rule.cashtagsMax ?? Number.POSITIVE_INFINITY).text;
}

/**
 * HTML without a shortcode in it: on the site `[name]` would run what the site's owner alone may run, in a tag too. As
 * an entity a bracket is one all the same.
 */
export function withoutShortcodes(html: string, { shortcodes }: Pick<ContentRules['text'], 'shortcodes'>): string {
  return shortcodes ? html.replaceAll('[', '&#91;') : html;
}

/** Whether a plain text, in the platform's form, keeps its limits. */
export const fitsBody = (text: string, rules: ContentRules) => withinLimit(plainBody(text, rules), rules.text);
