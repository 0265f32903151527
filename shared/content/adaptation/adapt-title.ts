import type { ContentRules } from '../../platforms/contract/content-rules.ts';
import type { AdaptationNote } from './adaptable-content.ts';
import { cleanText } from './text/clean-text.ts';
import { truncateText } from './truncate-text.ts';

const TITLE_MAX = 2_000;
/** A title that is made of the text is no longer than a headline. */
const MADE_MAX = 100;

/** The title in one line and in the platform's limit; the beginning of the text where it needs one and there is none. */
export function adaptTitle(
  given: string | undefined,
  { title: rule, displayName }: ContentRules,
  plainText: string,
): { title?: string; notes: AdaptationNote[] } {
  const max = Math.min(rule.max ?? TITLE_MAX, TITLE_MAX);
  const title = oneLine(given ?? '');
  const note = (code: AdaptationNote['code'], message: string) => [{ code, field: '/title', message }];
  if (title === '' && !rule.required) return { notes: [] };
  if (title === '') {
    const made = shortened(oneLine(plainText.split('\n', 1)[0] ?? ''), Math.min(max, MADE_MAX));
    if (made === '') return { notes: note('title_missing', `${displayName} needs a title.`) };
    return { title: made, notes: note('title_from_text', 'The title is made of the beginning of the text.') };
  }
  const fitted = shortened(title, max);
  if (fitted === title) return { title, notes: [] };
  return { title: fitted, notes: note('title_shortened', `The title is shortened to ${max} characters.`) };
}

/** Neither code points nor UTF-16 units go over the limit: platforms and schemas count differently. */
function shortened(title: string, max: number): string {
  return truncateText(title, (text) => text.length <= max).text;
}

function oneLine(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ').trim();
}
