import { HeraldError } from '../../kernel/herald-error.ts';
import type { ContentProblem } from '../../kernel/problem.ts';
import type { PlatformAdapter } from '../../platforms/contract/adapter.ts';
import type { DistributionContent } from '../../platforms/contract/content.ts';

/** Every problem of a content on a platform: the shape of its own options, and its rules. */
export function contentProblems(adapter: PlatformAdapter, content: DistributionContent): ContentProblem[] {
  return adapter.validate(content).problems;
}

/** @throws HeraldError `content_invalid` with every problem */
export function assertValid(adapter: PlatformAdapter, problems: ContentProblem[]): void {
  if (problems.length === 0) return;
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  throw new HeraldError('content_invalid', `The content has ${count} for ${adapter.rules.displayName}.`, {
    remedy: 'Mend each of the problems and send it again. POST /api/v1/distributions/validate is a dry run.',
    problems,
  });
}
