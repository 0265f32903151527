import * as z from 'zod';
import type { ContentProblem } from '../../kernel/problem.ts';
import type { PlatformRules, PostReference, PublishContext } from './adapter.ts';
import type { DistributionContent } from './content.ts';

const threadField = z
  .array(z.string())
  .optional()
  .meta({ description: 'The texts of the posts that follow the first, in order.' });
/** A first comment is published as a thread of two. */
const firstCommentField = z
  .string()
  .optional()
  .meta({ description: "The author's own first answer to the post, right after it. Not beside a thread." });

/** What may follow a post: one or the other. */
export const followingFields = { thread: threadField, firstComment: firstCommentField };

/**
 * The first post without its thread, then one content for each text that follows.
 * @param repeated platform-specific fields that hold for each post of the thread, not for the first alone
 */
export function threadParts(content: DistributionContent, repeated: readonly string[] = []): DistributionContent[] {
  const texts = threadOf(content);
  if (texts.length === 0) return [content];
  const { thread, firstComment, ...specific } = content.platformSpecific ?? {};
  const kept = Object.entries(specific).filter(([name]) => repeated.includes(name));
  const shared = kept.length === 0 ? {} : { platformSpecific: Object.fromEntries(kept) };
  return [{ ...content, platformSpecific: specific }, ...texts.map((body) => ({ body, ...shared }))];
}

/** The problems that `check` finds in each following post, with a pointer to its text; and too many of them. */
export function threadProblems(
  content: DistributionContent,
  { thread, displayName }: PlatformRules,
  check: (part: DistributionContent) => ContentProblem[],
): ContentProblem[] {
  const texts = threadOf(content);
  const max = thread?.max ?? 0;
  const inTexts = texts.flatMap((body, index) =>
    check({ body }).map((problem) => ({ ...problem, field: followingField(content, index) })),
  );
  if (hasThread(content) && commentOf(content) !== undefined) return [twoThings, ...inTexts];
  if (texts.length <= max) return inTexts;
  const tooMany: ContentProblem = {
    field: '/platformSpecific/thread',
    code: 'too_many_parts',
    message: `${texts.length} posts follow the first; ${displayName} takes at most ${max} here.`,
    remedy: `Remove ${texts.length - max} of them.`,
    limit: max,
    actual: texts.length,
  };
  return [tooMany, ...inTexts];
}

const twoThings: ContentProblem = {
  field: '/platformSpecific/firstComment',
  code: 'thread_and_first_comment',
  message: 'A post has a thread or a first comment, not both: the first post of a thread is answered by the second.',
  remedy: 'Make the comment the last text of the thread, or remove one of the two.',
};

/** The JSON pointer to the text of a following post; `index` is 0 for the one after the first. */
export function followingField(content: DistributionContent, index: number): string {
  return hasThread(content) ? `/platformSpecific/thread/${index}` : '/platformSpecific/firstComment';
}

/** The preview of the first post, with those of the others under `thread`, or that of its `firstComment`. */
export function threadPreview(
  content: DistributionContent,
  parts: DistributionContent[],
  preview: (part: DistributionContent) => Record<string, unknown>,
): Record<string, unknown> {
  const [first = {}, ...following] = parts.map(preview);
  if (following.length === 0) return first;
  return hasThread(content) ? { ...first, thread: following } : { ...first, firstComment: following[0] };
}

/** What this part of a thread answers to; undefined for the first. */
export function replyOf({ publication }: PublishContext): { root: PostReference; parent: PostReference } | undefined {
  const { part, replyTo } = publication;
  if (part > 0 && replyTo === undefined) throw new Error(`Part ${part} of a thread is not told what it answers to.`);
  return part === 0 ? undefined : replyTo;
}

/** The texts after the first. None where a field does not fit its schema: `checkContent` reports that. */
export function threadOf(content: DistributionContent): string[] {
  const comment = commentOf(content);
  return hasThread(content) || comment === undefined ? threadIn(content) : [comment];
}

function hasThread(content: DistributionContent): boolean {
  return threadIn(content).length > 0;
}

function threadIn({ platformSpecific }: DistributionContent): string[] {
  return threadField.safeParse(platformSpecific?.thread).data ?? [];
}

function commentOf({ platformSpecific }: DistributionContent): string | undefined {
  return firstCommentField.safeParse(platformSpecific?.firstComment).data;
}
