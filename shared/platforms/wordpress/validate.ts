import { type DistributionContent, type ValidationResult, validationResult } from '../contract/content.ts';
import { checkContent } from '../contract/content-checks.ts';
import { rules } from './rules.ts';
import { platformSpecific } from './schemas.ts';

export function validate(content: DistributionContent): ValidationResult {
  return validationResult(checkContent(content, rules, platformSpecific, content.body));
}
