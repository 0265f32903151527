import type { ContentProblem } from '../../kernel/problem.ts';
import type { PlatformAdapter } from '../../platforms/contract/adapter.ts';
import type { DistributionContent } from '../../platforms/contract/content.ts';
import { isFarOver } from '../../platforms/contract/text-count.ts';

/** What the platform would get; null where the content cannot be rendered as it is, or is far too long for a post. */
export function wouldPost(
  adapter: PlatformAdapter,
  content: DistributionContent,
  problems: ContentProblem[],
): Record<string, unknown> | null {
  const isUnreadable = problems.some(({ field }) => field.startsWith('/platformSpecific'));
  return isUnreadable || isFarOver(content.body, adapter.rules.text) ? null : adapter.preview(content);
}
