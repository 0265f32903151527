import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js';
import type { Synthesized, TemplateResource } from './synthesize.ts';

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
}

/** What a role may do, one line per action and resource: `dynamodb:Query on Table/index/gsi1`. */
export function grantsOf(role: TemplateResource, { resources }: Synthesized): string[] {
  const policies = resources('AWS::IAM::Policy').filter(
    ({ stack, properties }) =>
      stack === role.stack && properties.Roles.some(({ Ref }: { Ref: string }) => Ref === role.logicalId),
  );
  const statements: Statement[] = policies.flatMap(({ properties }) => properties.PolicyDocument.Statement);
  const grants = statements.flatMap(({ Action, Resource }) =>
    [Action].flat().flatMap((action) => [Resource].flat().map((resource) => `${action} on ${parseReadable(resource)}`)),
  );
  return [...new Set(grants)].sort();
}

/** The ARN as a person would say it: names of constructs, and no partition, region, account or hash. */
export function parseReadable(resource: unknown): string {
  return flattenCfnReference(resource as string)
    .replace(/herald-\w+-\w+:ExportsOutputFnGetAtt(\w+?)[0-9A-F]{8}(Stream)?Arn[0-9A-F]{8}/g, '$1$2')
    .replace(/<(\w+?)[0-9A-F]{8}\.Arn>/g, '$1')
    .replace(/^arn:<AWS::Partition>:(\w+):<AWS::Region>:<AWS::AccountId>:/, '');
}
