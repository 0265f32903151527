import { adaptTitle } from '../adaptation/adapt-title.ts';
import { fitsBody, plainBody } from '../adaptation/plain-body.ts';
import { truncateText } from '../adaptation/truncate-text.ts';
import type { ContentRules } from '../content-rules.ts';
import type { FeedEntry } from './feed-entry.ts';
import { renderEntry } from './feed-template.ts';

export interface AdaptedEntry {
  body: string;
  /** Only where a post has to have one. */
  title?: string;
  /** Something of the entry was left out, since the platform takes no more. */
  shortened: boolean;
}

/**
 * An entry as a post of one platform. What is too long loses the end of its summary, then of its title. The link is what
 * a reader needs most: it goes last, where nothing else would have room beside it.
 */
export function adaptEntry(template: string, entry: FeedEntry, rules: ContentRules): AdaptedEntry {
  const fitting = [entry, { ...entry, link: undefined }]
    .map((one) => shorten(template, one, rules))
    .filter((one) => fitsBody(renderEntry(template, one), rules));
  // A link that cost the title: nobody would know what it leads to.
  const lostTitle = ({ title }: FeedEntry) => template.includes('{title}') && title === '' && entry.title !== '';
  const kept = fitting.find((one) => !lostTitle(one)) ?? fitting[0];
  const text = renderEntry(template, kept ?? entry);
  const { text: cut, shortened } = truncateText(text, (shorter) => fitsBody(shorter, rules));
  const { title } = rules.title.required ? adaptTitle(entry.title, rules, text) : {};
  return {
    body: plainBody(cut, rules),
    ...(title !== undefined && { title }),
    shortened: shortened || kept !== entry,
  };
}

/** The same entry where it fits. */
function shorten(template: string, entry: FeedEntry, rules: ContentRules): FeedEntry {
  const fits = (one: FeedEntry) => fitsBody(renderEntry(template, one), rules);
  let kept = entry;
  for (const part of ['summary', 'title'] as const) {
    if (fits(kept)) break;
    if (!template.includes(`{${part}}`)) continue;
    const { text } = truncateText(kept[part], (shorter) => fits({ ...kept, [part]: shorter }));
    kept = { ...kept, [part]: text === '…' ? '' : text };
  }
  return kept;
}
