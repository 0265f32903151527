import * as z from 'zod';
import { asList, type PolicyStatement } from '../../aws/iam/policy-document.ts';
import { unqualifiedArn } from '../../lambda/function-definition.ts';
import { resourceType } from '../resource-type.ts';

const properties = z.strictObject({
  Action: z.literal('lambda:InvokeFunction'),
  FunctionName: z.string(),
  Principal: z.string().endsWith('.amazonaws.com', 'only services invoke functions here'),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
});

/** Adds a statement to the function's resource policy, as Lambda's AddPermission does. */
export const lambdaPermission = resourceType(properties, (wanted, { logicalId }, { blueprint }) => {
  const arn = unqualifiedArn(wanted.FunctionName);
  const { SourceArn, SourceAccount } = wanted;
  const statement: PolicyStatement = {
    Sid: logicalId,
    Effect: 'Allow',
    Principal: { Service: wanted.Principal },
    Action: wanted.Action,
    Resource: arn,
    Condition: {
      ...(SourceArn && { ArnLike: { 'aws:SourceArn': SourceArn } }),
      ...(SourceAccount && { StringEquals: { 'aws:SourceAccount': SourceAccount } }),
    },
  };
  const others = asList(blueprint.functionPolicies.get(arn)?.Statement);
  blueprint.functionPolicies.set(arn, { Version: '2012-10-17', Statement: [...others, statement] });
  return { ref: logicalId };
});
