import { cutWithMark as cut } from '../../kernel/cut-text.ts';
import { isHtml, sanitised } from './author-html.ts';
import type { DistributionContent } from './content.ts';
import type { ContentRules } from './content-rules.ts';
import { shortLink, withUris } from './link-form.ts';
import { showsShortLinks, wholeText } from './link-text.ts';
import { doubtfulLinksIn, linksIn } from './links-in.ts';
import type { PreparationNote } from './preparation-note.ts';
import { isFarOver } from './text-count.ts';
import { followingField, threadOf } from './thread.ts';

/** So many things of one kind are named. */
const NAMED_MAX = 5;

/** Markdown whose marks a reader would see. Lists and quotes look like themselves, so they are left. */
const markdownMarks = [/\*\*[^\s*][^*\n]*\*\*/, /\[[^[\]\n]+\]\(https?:[^\s()]+\)/, /^#{1,6} +\S[^\n]{0,60}/m, /^```/m];

/**
 * What of an author's text the platform will show otherwise than it is written: links in another form, markup that is
 * left out or that stands there as it is. Known from the content and the platform's rules alone.
 */
export function contentNotes(content: DistributionContent, rules: ContentRules): PreparationNote[] {
  const texts = [
    { field: '/body', text: content.body, sent: wholeText(content, rules) },
    ...threadOf(content).map((text, index) => ({ field: followingField(content, index), text, sent: text })),
  ];
  return texts
    .filter(({ text }) => !isFarOver(text, rules.text))
    .flatMap(({ field, text, sent }) => [...markupNotes(field, text, rules), ...linkNotes(field, sent, rules)]);
}

function markupNotes(field: string, text: string, { text: { format = 'plain' }, displayName }: ContentRules) {
  const notes: PreparationNote[] = [];
  if (format === 'html' && isHtml(text)) {
    const { removed } = sanitised(text);
    const message = `Left out of the HTML, for it runs, or reaches out of the post: ${removed.join(', ')}.`;
    return removed.length > 0 ? [{ code: 'markup_left_out', field, message }] : [];
  }
  const shown = format === 'markdown' ? undefined : markdownMarks.map((mark) => mark.exec(text)?.[0]).find(Boolean);
  if (shown !== undefined) notes.push(shownAsItIs(field, 'Markdown', shown, displayName));
  if (format === 'plain' && text.includes('<') && isHtml(text)) {
    notes.push(shownAsItIs(field, 'HTML', text.slice(text.search(/<[a-z!]/i)), displayName));
  }
  return notes;
}

function shownAsItIs(field: string, language: string, shown: string, displayName: string): PreparationNote {
  const message = `${displayName} shows ${language} as it is written: ${cut(shown, 60)}. A content with adaptation (POST /cross-posts) turns Markdown into what each platform shows.`;
  return { code: 'markup_shown_as_written', field, message };
}

function linkNotes(field: string, text: string, rules: ContentRules): PreparationNote[] {
  const rule = rules.text;
  const notes: PreparationNote[] = [];
  const say = (code: string, what: string, urls: string[]) => {
    if (urls.length > 0) notes.push({ code, field, message: `${what} ${named(urls)}` });
  };
  if (rule.links === 'uri') {
    const changed = linksIn(text).filter(({ url }) => withUris(url) !== url);
    const what = `Sent percent-encoded, so that ${rules.displayName} finds them whole:`;
    say(
      'link_encoded',
      what,
      changed.map(({ url }) => url),
    );
  }
  if (rule.links === 'short') {
    const shortened = showsShortLinks(text, rule) ? linksIn(text).filter(({ url }) => shortLink(url) !== url) : [];
    say(
      'link_shown_short',
      'Shown in short to make room, and leading to the whole address:',
      shortened.map(({ url }) => url),
    );
    const what = `Not made a link, for it is not certain where it ends; put a space before and after it:`;
    say(
      'link_not_linked',
      what,
      doubtfulLinksIn(text).map(({ url }) => url),
    );
  }
  return notes;
}

function named(urls: string[]): string {
  const shown = urls.slice(0, NAMED_MAX).map((url) => cut(url, 100));
  return urls.length > NAMED_MAX ? `${shown.join(' ')} and ${urls.length - NAMED_MAX} more.` : shown.join(' ');
}
