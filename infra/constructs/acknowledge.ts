import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Accepts findings of cdk-nag on a construct and what is below it. Call it next to the construct, with the reason.
 * @param findings reason by rule, e.g. `{ 'AwsSolutions-S1': 'why this is right here' }`
 */
export function acknowledge(construct: IConstruct, findings: Record<string, string>): void {
  const rules = Object.entries(findings).map(([id, reason]) => ({ id, reason }));
  Validations.of(construct).acknowledge(...rules);
}
