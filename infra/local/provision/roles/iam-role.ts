import * as z from 'zod';
import { ACCOUNT_ID } from '../../aws/identity.ts';
import type { ResolvedResource } from '../../template/deploy.ts';
import { physicalName } from '../physical-name.ts';
import { refuse, resourceType, tags, withoutEffect } from '../resource-type.ts';
import { policyDocument } from './policy-schema.ts';

/** Managed policies that only let a function write logs and traces, which takes no permission here. */
const LOGGING_POLICY = /:aws:policy\/(service-role\/AWSLambdaBasicExecutionRole|AWSXRayDaemonWriteAccess)$/;

const trustStatement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.literal('Allow'),
  Action: z.literal('sts:AssumeRole'),
  Principal: z.strictObject({ Service: z.union([z.string(), z.array(z.string())]) }),
  Condition: z.record(z.string(), z.unknown()).optional(),
});

const properties = z.strictObject({
  RoleName: z.string().optional(),
  AssumeRolePolicyDocument: z.strictObject({ Version: z.string().optional(), Statement: z.array(trustStatement) }),
  ManagedPolicyArns: z
    .array(z.string().regex(LOGGING_POLICY, 'the local cloud does not know this managed policy'))
    .optional(),
  Policies: z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: policyDocument })).default([]),
  Description: withoutEffect('Nobody reads it here.'),
  Tags: tags,
});

export const iamRole = resourceType(properties, (wanted, resource, { blueprint }) => {
  const name = wanted.RoleName ?? physicalName(resource, 64);
  const roleArn = `arn:aws:iam::${ACCOUNT_ID}:role/${name}`;
  const trust = onlyStatement(resource, wanted.AssumeRolePolicyDocument.Statement);
  blueprint.roles.set(name, {
    roleArn,
    trustedServices: [trust.Principal.Service].flat(),
    trustConditions: trust.Condition,
    policies: wanted.Policies.map(({ PolicyDocument }) => PolicyDocument),
  });
  return { ref: name, attributes: { Arn: roleArn, RoleId: name } };
});

function onlyStatement<Statement>(resource: ResolvedResource, [first, ...more]: Statement[]): Statement {
  if (first && more.length === 0) return first;
  throw refuse(resource, 'the local cloud knows trust policies of exactly one statement.');
}
