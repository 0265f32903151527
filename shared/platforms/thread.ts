import * as z from 'zod';
import type { ContentProblem, DistributionContent } from '../domain/content.ts';
import type { PlatformRules, PostReference, PublishContext } from './adapter.ts';

/** `platformSpecific.thread`: the texts that follow the first post, in order. */
export const threadField = z.array(z.string()).optional();

/**
 * The first post without its thread, then one content for each text that follows.
 * @param repeated platform-specific fields that hold for each post of the thread, not for the first alone
 */
export function threadParts(content: DistributionContent, repeated: readonly string[] = []): DistributionContent[] {
  const texts = threadOf(content);
  if (texts.length === 0) return [content];
  const { thread, ...specific } = content.platformSpecific ?? {};
  const kept = Object.entries(specific).filter(([name]) => repeated.includes(name));
  const shared = kept.length === 0 ? {} : { platformSpecific: Object.fromEntries(kept) };
  return [{ ...content, platformSpecific: specific }, ...texts.map((body) => ({ body, ...shared }))];
}

/** What `check` has against each following post, told of its text in the thread; and whether there are too many. */
export function threadProblems(
  content: DistributionContent,
  { thread, displayName }: PlatformRules,
  check: (part: DistributionContent) => ContentProblem[],
): ContentProblem[] {
  const texts = threadOf(content);
  const max = thread?.max ?? 0;
  const inTexts = texts.flatMap((body, index) =>
    check({ body }).map((problem) => ({ ...problem, field: `/platformSpecific/thread/${index}` })),
  );
  if (texts.length <= max) return inTexts;
  const tooMany = {
    field: '/platformSpecific/thread',
    code: 'too_many_parts',
    message: `${texts.length} posts follow the first; ${displayName} takes at most ${max} here.`,
    remedy: `Remove ${texts.length - max} of them.`,
    limit: max,
    actual: texts.length,
  };
  return [tooMany, ...inTexts];
}

/** The preview of the first post, with those of the others under `thread`. */
export function threadPreview(
  parts: DistributionContent[],
  preview: (part: DistributionContent) => Record<string, unknown>,
): Record<string, unknown> {
  const [first = {}, ...following] = parts.map(preview);
  return following.length === 0 ? first : { ...first, thread: following };
}

/** What this part of a thread answers to; undefined for the first. */
export function replyOf({ publication }: PublishContext): { root: PostReference; parent: PostReference } | undefined {
  const { part, replyTo } = publication;
  if (part > 0 && replyTo === undefined) throw new Error(`Part ${part} of a thread is not told what it answers to.`);
  return part === 0 ? undefined : replyTo;
}

/** None where the field is not as its schema has it: that is told elsewhere. */
export function threadOf({ platformSpecific }: DistributionContent): string[] {
  return threadField.safeParse(platformSpecific?.thread).data ?? [];
}
