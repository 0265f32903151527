import { describe, expect, it } from 'vitest';
import { evaluateConditions } from '../../../infra/local/aws/iam/conditions.ts';
import { evaluatePolicies } from '../../../infra/local/aws/iam/evaluate-policy.ts';
import type { PolicyStatement } from '../../../infra/local/aws/iam/policy-document.ts';

const GROUP = 'arn:aws:scheduler:us-east-1:000000000000:schedule-group/posts';
const context = { 'aws:SourceArn': GROUP, 'aws:SecureTransport': 'true', 'dynamodb:LeadingKeys': ['T#1#a', 'T#1#b'] };

describe('conditions', () => {
  it.each<[block: Record<string, Record<string, unknown>>, met: boolean]>([
    [{ StringEquals: { 'aws:SourceArn': GROUP } }, true],
    [{ StringEquals: { 'AWS:sourcearn': ['other', GROUP] } }, true],
    [{ StringEquals: { 'aws:SourceArn': 'arn:*' } }, false],
    [{ StringLike: { 'aws:SourceArn': 'arn:*post?' } }, true],
    [{ StringNotEquals: { 'aws:SourceArn': GROUP } }, false],
    [{ StringNotLike: { 'aws:SourceArn': 'aws:*' } }, true],
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:scheduler:*:000000000000:schedule-group/*' } }, true],
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:*' } }, false],
    [{ ArnEquals: { 'aws:SourceArn': GROUP } }, true],
    [{ Bool: { 'aws:SecureTransport': 'false' } }, false],
    [{ Bool: { 'aws:SecureTransport': true } }, true],
    [{ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'T#1#*' } }, true],
    [{ 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['T#1#a'] } }, false],
    [{ 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['T#1#a', 'T#1#b'] } }, true],
    [{ 'ForAnyValue:StringEquals': { 'dynamodb:LeadingKeys': 'T#1#a' } }, true],
    [{ StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } }, false],
    [{ StringEqualsIfExists: { 'iam:PassedToService': 'scheduler.amazonaws.com' } }, true],
    [{ StringNotEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } }, true],
    [{ 'ForAllValues:StringEquals': { 'iam:PassedToService': 'x' } }, true],
    [{ 'ForAnyValue:StringEquals': { 'iam:PassedToService': 'x' } }, false],
    [{ Null: { 'iam:PassedToService': 'true' } }, true],
    [{ Null: { 'aws:SourceArn': 'true' } }, false],
    [{ StringEquals: { 'aws:SourceArn': GROUP }, Bool: { 'aws:SecureTransport': 'false' } }, false],
  ])('%j', (block, met) => {
    expect(evaluateConditions(block, context)).toEqual({ met });
  });

  it('name the operator or key that can not be judged', () => {
    expect(evaluateConditions({ DateLessThan: { 'aws:SourceArn': 'x' } }, context)).toEqual({
      met: false,
      unknown: 'condition operator DateLessThan',
    });
    expect(evaluateConditions({ StringEquals: { 'aws:UserAgent': 'x' } }, context)).toEqual({
      met: false,
      unknown: 'condition key aws:UserAgent',
    });
  });
});

describe('policies', () => {
  const decide = (statements: PolicyStatement[], action = 'sqs:SendMessage', resource = 'arn:aws:sqs:r:a:jobs') =>
    evaluatePolicies([{ Statement: statements }], { action, resource, context: {}, principal: { roleArn: 'r' } })
      .decision;
  const statement = (more: Partial<PolicyStatement>): PolicyStatement => ({
    Effect: 'Allow',
    Action: '*',
    Resource: '*',
    ...more,
  });

  it.each<[what: string, statements: PolicyStatement[], decision: string]>([
    ['nothing', [], 'unmentioned'],
    ['everything', [statement({})], 'allowed'],
    ['actions in any case', [statement({ Action: ['SQS:send*'] })], 'allowed'],
    ['another action', [statement({ Action: 'sqs:ReceiveMessage' })], 'unmentioned'],
    ['another resource', [statement({ Resource: 'arn:aws:sqs:r:a:job' })], 'unmentioned'],
    ['resources in their own case', [statement({ Resource: 'arn:aws:sqs:r:a:JOBS' })], 'unmentioned'],
    ['one character', [statement({ Resource: 'arn:aws:sqs:r:a:job?' })], 'allowed'],
    ['NotAction', [statement({ Action: undefined, NotAction: 'sqs:Delete*' })], 'allowed'],
    ['NotAction of this action', [statement({ Action: undefined, NotAction: 'sqs:*' })], 'unmentioned'],
    ['NotResource', [statement({ Resource: undefined, NotResource: 'arn:aws:sqs:r:a:other' })], 'allowed'],
    ['NotResource of this one', [statement({ Resource: undefined, NotResource: '*' })], 'unmentioned'],
    ['a Deny after an Allow', [statement({}), statement({ Effect: 'Deny' })], 'denied'],
    ['a Deny before an Allow', [statement({ Effect: 'Deny' }), statement({})], 'denied'],
    ['another principal', [statement({ Principal: { AWS: 'other' } })], 'unmentioned'],
    ['a service, not a role', [statement({ Principal: { Service: 'events.amazonaws.com' } })], 'unmentioned'],
    ['anyone', [statement({ Principal: { AWS: '*' } })], 'allowed'],
    ['the account, which leaves it to the role', [statement({ Principal: { AWS: '000000000000' } })], 'unmentioned'],
    ['a Deny for the account', [statement({ Effect: 'Deny', Principal: { AWS: '000000000000' } })], 'denied'],
  ])('that name %s', (_what, statements, decision) => {
    expect(decide(statements)).toBe(decision);
  });
});
