import type { ContentProblem } from '../../kernel/problem.ts';
import type { DistributionContent } from '../contract/content.ts';
import { checkContent } from '../contract/content-checks.ts';
import { rules } from './rules.ts';
import { platformSpecific } from './schemas.ts';

export function validate(content: DistributionContent): ContentProblem[] {
  return checkContent(content, rules, platformSpecific, content.body);
}
