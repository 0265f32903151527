import { evaluatePolicies, type Principal } from '../../aws/iam/evaluate-policy.ts';
import { ACCOUNT_ID } from '../../aws/identity.ts';
import type { PolicyDocument } from '../../aws/open-aws.ts';
import type { EventSourceMapping } from '../../event-sources/mappings.ts';
import { TemplateError } from '../../template/template-error.ts';
import type { Blueprint } from '../blueprint.ts';

const POLLING_ACTIONS: Record<EventSourceMapping['kind'], string[]> = {
  queue: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  stream: ['GetRecords', 'GetShardIterator', 'DescribeStream', 'ListStreams'].map((action) => `dynamodb:${action}`),
};

/** Whether the resource policy of a function lets a service invoke it on behalf of a resource of the template. */
export function mayInvoke(
  blueprint: Blueprint,
  { service, sourceArn }: { service: string; sourceArn: string },
  functionArn: string,
): boolean {
  const policy = blueprint.functionPolicies.get(functionArn);
  if (!policy) return false;
  const context = { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': ACCOUNT_ID };
  return isAllowed([policy], 'lambda:InvokeFunction', functionArn, { service }, context);
}

/**
 * Refuses what AWS would refuse when it creates an event source mapping or a failure destination, and rules whose
 * events Lambda would turn away.
 *
 * @throws Error, TemplateError
 */
export function checkGrants(blueprint: Blueprint): void {
  for (const { ruleArn, functionArn, place } of blueprint.ruleTargets) {
    if (mayInvoke(blueprint, { service: 'events.amazonaws.com', sourceArn: ruleArn }, functionArn)) continue;
    throw new TemplateError(place, `no AWS::Lambda::Permission lets the rule invoke ${functionArn}.`);
  }
  for (const mapping of blueprint.mappings) {
    const source = mapping.kind === 'queue' ? mapping.queueArn : mapping.streamArn;
    for (const action of POLLING_ACTIONS[mapping.kind]) requireOfRole(blueprint, mapping.functionArn, action, source);
    if (mapping.kind === 'stream') requireSending(blueprint, mapping.functionArn, mapping.onFailureQueueArn);
  }
  for (const [functionArn, { onFailureQueueArn }] of blueprint.asyncSettings) {
    requireSending(blueprint, functionArn, onFailureQueueArn);
  }
}

function requireSending(blueprint: Blueprint, functionArn: string, queueArn: string | undefined): void {
  if (queueArn !== undefined) requireOfRole(blueprint, functionArn, 'sqs:SendMessage', queueArn);
}

function requireOfRole(blueprint: Blueprint, functionArn: string, action: string, resource: string): void {
  const roleArn = blueprint.functions.get(functionArn)?.roleArn;
  if (roleArn === undefined) throw new Error(`A trigger in the template names ${functionArn}, which is not in it.`);
  const role = [...blueprint.roles.values()].find((one) => one.roleArn === roleArn);
  if (isAllowed(role?.policies ?? [], action, resource, { roleArn }, {})) return;
  throw new Error(
    `The role of the function ${functionArn} may not do ${action} on ${resource}, which a trigger needs.`,
  );
}

function isAllowed(
  policies: PolicyDocument[],
  action: string,
  resource: string,
  principal: Principal,
  context: Record<string, string>,
): boolean {
  return evaluatePolicies(policies, { action, resource, principal, context }).decision === 'allowed';
}
