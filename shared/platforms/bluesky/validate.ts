import type { ContentProblem } from '../../kernel/problem.ts';
import type { DistributionContent } from '../contract/content.ts';
import { checkContent } from '../contract/content-checks.ts';
import { threadProblems } from '../contract/thread.ts';
import { postText } from './lib/record.ts';
import { rules } from './rules.ts';
import { platformSpecific } from './schemas.ts';

export function validate(content: DistributionContent): ContentProblem[] {
  return [...check(content), ...threadProblems(content, rules, check)];
}

function check(content: DistributionContent) {
  return checkContent(content, rules, platformSpecific, postText(content));
}
