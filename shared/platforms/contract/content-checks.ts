import type * as z from 'zod';
import type { ContentProblem } from '../../kernel/problem.ts';
import { parseBySchema } from '../../kernel/schema-problems.ts';
import type { PlatformRules } from './adapter.ts';
import type { DistributionContent } from './content.ts';
import { byteCount, lengthOf, shownText, unitName } from './text-count.ts';

/**
 * What every platform's `validate` checks alike, read from its rules: all problems at once.
 * @param text what is counted, e.g. the body with the link appended
 */
export function checkContent(
  content: DistributionContent,
  rules: PlatformRules,
  platformSpecific: z.ZodType,
  text: string,
): ContentProblem[] {
  return [
    ...checkTitle(content.title, rules),
    ...checkText(text, content, rules),
    ...checkMedia(content.mediaUrls ?? [], rules),
    ...schemaProblems(platformSpecific, content.platformSpecific ?? {}, '/platformSpecific'),
  ];
}

function checkTitle(title: string | undefined, { title: rule, displayName }: PlatformRules): ContentProblem[] {
  const actual = [...(title ?? '')].length;
  if (rule.required && (title ?? '').trim() === '') {
    const message = `${displayName} needs a title.`;
    return [
      { field: '/title', code: 'title_required', message, remedy: 'Give the content a title.', limit: 1, actual },
    ];
  }
  if (rule.max === undefined || actual <= rule.max) return [];
  return [tooLong('/title', 'title_too_long', `The title has ${actual} characters`, rule.max, actual, displayName)];
}

function checkText(text: string, content: DistributionContent, rules: PlatformRules): ContentProblem[] {
  const { text: rule, displayName } = rules;
  const problems: ContentProblem[] = [];
  const actual = lengthOf(text, rule);
  const unit = unitName(rule.unit);
  const shown = shownText(text, rule.format);
  const empty = shown.trim() === '';
  if (empty && (rule.required || (content.mediaUrls ?? []).length === 0)) {
    const message = rule.required ? `${displayName} needs a text.` : `${displayName} needs a text or media.`;
    problems.push({ field: '/body', code: 'text_required', message, remedy: 'Write a text.', limit: 1, actual });
  }
  const read = lengthOf(shown, rule);
  if (rule.min !== undefined && !empty && read < rule.min) {
    const message = `The text has ${read} ${unit}; ${displayName} posts here have at least ${rule.min}.`;
    const remedy = `Write at least ${rule.min - read} ${unit} more.`;
    problems.push({ field: '/body', code: 'text_too_short', message, remedy, limit: rule.min, actual: read });
  }
  if (rule.max !== undefined && actual > rule.max) {
    problems.push(tooLong('/body', 'text_too_long', `The text has ${actual} ${unit}`, rule.max, actual, displayName));
  }
  const bytes = byteCount(text);
  if (rule.maxBytes !== undefined && bytes > rule.maxBytes) {
    problems.push(
      tooLong('/body', 'text_too_many_bytes', `The text has ${bytes} bytes`, rule.maxBytes, bytes, displayName),
    );
  }
  return problems;
}

function tooLong(
  field: string,
  code: 'title_too_long' | 'text_too_long' | 'text_too_many_bytes',
  what: string,
  limit: number,
  actual: number,
  name: string,
): ContentProblem {
  const message = `${what}; ${name} takes at most ${limit}.`;
  return { field, code, message, remedy: `Shorten it by ${actual - limit}.`, limit, actual };
}

function checkMedia(urls: string[], { media, displayName }: PlatformRules): ContentProblem[] {
  if (urls.length <= media.max) return [];
  const message = `There are ${urls.length} media; ${displayName} takes at most ${media.max}.`;
  const remedy = `Remove ${urls.length - media.max} of the media.`;
  return [{ field: '/mediaUrls', code: 'too_many_media', message, remedy, limit: media.max, actual: urls.length }];
}

/** What a schema has against a value, as content problems under a JSON pointer. */
export function schemaProblems(schema: z.ZodType, value: unknown, pointer: string): ContentProblem[] {
  return parseBySchema(schema, value, { at: pointer }).problems;
}
