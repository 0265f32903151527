import type { PlatformAdapter, PlatformRules } from '../contract/adapter.ts';
import type { DistributionContent } from '../contract/content.ts';
import { checkContent } from '../contract/content-checks.ts';
import { threadProblems } from '../contract/thread.ts';

/** The three sandbox platforms differ in their rules and options alone. */
export function validateFor(
  rules: PlatformRules,
  { platformSpecific }: Pick<PlatformAdapter['schemas'], 'platformSpecific'>,
): PlatformAdapter['validate'] {
  const check = (one: DistributionContent) => checkContent(one, rules, platformSpecific, one.body);
  const following = (content: DistributionContent) =>
    rules.thread === undefined ? [] : threadProblems(content, rules, check);
  return (content) => [...check(content), ...following(content)];
}
