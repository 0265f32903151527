import { adaptTitle } from '../../content/adaptation/adapt-title.ts';
import { fitsBody, plainBody } from '../../content/adaptation/text/plain-body.ts';
import { truncateText } from '../../content/adaptation/truncate-text.ts';
import type { ContentRules } from '../../platforms/contract/content-rules.ts';
import { withinLimit } from '../../platforms/contract/text-count.ts';
import type { FeedEntry } from '../feed-entry.ts';
import { entryBody } from './entry-body.ts';
import { renderEntry } from './feed-template.ts';

interface AdaptedEntry {
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
  const { title } = rules.title.required ? adaptTitle(entry.title, rules, entry.summary) : {};
  const titled = title === undefined ? {} : { title };
  const fits = (one: FeedEntry) => withinLimit(entryBody(template, one, rules), rules.text);
  const fitting = [entry, { ...entry, link: undefined }].map((one) => shorten(template, one, fits)).filter(fits);
  // Without its title a link says nothing about its page.
  const lostTitle = (one: FeedEntry) => template.includes('{title}') && one.title === '' && entry.title !== '';
  const kept = fitting.find((one) => !lostTitle(one)) ?? fitting[0];
  if (kept !== undefined) {
    return { body: entryBody(template, kept, rules), ...titled, shortened: kept !== entry };
  }
  const { text } = truncateText(renderEntry(template, entry), (shorter) => fitsBody(shorter, rules));
  return { body: plainBody(text, rules), ...titled, shortened: true };
}

/** The same entry where it fits; where it does not by any means, what is left of it. */
function shorten(template: string, entry: FeedEntry, fits: (entry: FeedEntry) => boolean): FeedEntry {
  let kept = entry;
  for (const part of ['summary', 'title'] as const) {
    if (fits(kept)) break;
    if (!template.includes(`{${part}}`)) continue;
    const { text } = truncateText(kept[part], (shorter) => fits({ ...kept, [part]: shorter }));
    kept = { ...kept, [part]: text === '…' ? '' : text };
  }
  return kept;
}
