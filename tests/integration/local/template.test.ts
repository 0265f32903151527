import { describe, expect, it } from 'vitest';
import { readAssembly } from '../../../infra/local/template/assembly.ts';
import { deploy } from '../../../infra/local/template/deploy.ts';
import { type FixtureTemplate, lambdaFunction, ref, removeFolder, table, writeAssembly } from './fixtures/template.ts';
import { startFixture } from './support.ts';

/** Deploys stacks of `Test::Thing`s, whose reference is their name and whose attribute `Arn` is made from it. */
async function deployThings(stacks: Record<string, FixtureTemplate>, parameters: Record<string, string> = {}) {
  const directory = writeAssembly(stacks);
  const made: [string, unknown][] = [];
  try {
    const outputs = await deploy({
      stacks: readAssembly(directory),
      parameters,
      checkType: () => {},
      async provision({ logicalId, properties }) {
        made.push([logicalId, properties]);
        return { ref: `${logicalId}-name`, attributes: { Arn: `arn:${logicalId}` } };
      },
    });
    return { order: made.map(([id]) => id), properties: Object.fromEntries(made), outputs };
  } finally {
    removeFolder(directory);
  }
}

const thing = (Properties: object, more: object = {}) => ({ Type: 'Test::Thing', Properties, ...more });

describe('reading a template', () => {
  it('resolves every function of a template, across stacks and in dependency order', async () => {
    const { order, properties, outputs } = await deployThings(
      {
        Data: {
          Resources: { Base: thing({ Name: 'base' }) },
          Outputs: { Base: { Value: { 'Fn::GetAtt': ['Base', 'Arn'] }, Export: { Name: 'Data:Base' } } },
        },
        Main: {
          Parameters: {
            Loopback: { Type: 'String', Default: 'false', AllowedValues: ['true', 'false'] },
            BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap' },
          },
          Conditions: {
            IsOpen: { 'Fn::Equals': [ref('Loopback'), 'true'] },
            IsShut: { 'Fn::Not': [{ Condition: 'IsOpen' }] },
          },
          Resources: {
            Last: thing({
              joined: { 'Fn::Join': ['/', ['a', ref('First'), { 'Fn::ImportValue': 'Data:Base' }]] },
              // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own way to write it
              substituted: { 'Fn::Sub': ['${AWS::Region} ${First.Arn} ${x} ${!kept}', { x: 'y' }] },
              selected: { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::GetAtt': ['First', 'Arn'] }] }] },
              chosen: { 'Fn::If': ['IsOpen', 'open', 'shut'] },
              list: ['kept', ref('AWS::NoValue')],
              gone: ref('AWS::NoValue'),
            }),
            First: thing({}, { DependsOn: ['Before'] }),
            Before: thing({}),
            Never: thing({}, { Condition: 'IsShut' }),
          },
          Outputs: { Url: { Value: ref('First') } },
        },
      },
      { Loopback: 'true' },
    );
    expect(order).toEqual(['Base', 'Before', 'First', 'Last']);
    expect(properties.Last).toEqual({
      joined: 'a/First-name/arn:Base',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: what is left of `${!kept}`
      substituted: 'us-east-1 arn:First y ${kept}',
      selected: 'First',
      chosen: 'open',
      list: ['kept'],
    });
    expect(outputs).toEqual({ Url: 'First-name' });
  });

  it.each([
    ['a function it does not know', { Resources: { A: thing({ x: { 'Fn::Cidr': [] } }) } }, /A .*Fn::Cidr/],
    ['an export that nobody made', { Resources: { A: thing({ x: { 'Fn::ImportValue': 'No:thing' } }) } }, /No:thing/],
    ['a circle', { Resources: { A: thing({ x: ref('B') }), B: thing({ x: ref('A') }) } }, /A -> B -> A/],
    [
      'a parameter without a value',
      { Parameters: { Secret: { Type: 'String' } }, Resources: {} },
      /Secret has no default/,
    ],
    [
      'a parameter from SSM',
      { Parameters: { Image: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/x' } }, Resources: {} },
      /AWS::SSM::Parameter::Value<String>/,
    ],
  ])('stops at %s', async (_what, template, message) => {
    await expect(deployThings({ Main: template })).rejects.toThrow(message);
  });

  it('stops at a given parameter that no stack has, or a value that it may not have', async () => {
    const Parameters = { Loopback: { Type: 'String', Default: 'false', AllowedValues: ['true', 'false'] } };
    const stacks = { Main: { Parameters, Resources: {} } };
    await expect(deployThings(stacks, { Lopback: 'true' })).rejects.toThrow(/Lopback/);
    await expect(deployThings(stacks, { Loopback: 'maybe' })).rejects.toThrow(/true or false/);
  });
});

describe('starting a template', () => {
  const page = { Type: 'AWS::CloudFront::Distribution', Properties: {} };

  it('stops at a type it does not know, and names stack, logical id and type', async () => {
    await expect(startFixture({ Resources: { Page: page } })).rejects.toThrow(
      'Page (AWS::CloudFront::Distribution) in stack Fixture: the local cloud does not know the type AWS::CloudFront::Distribution.',
    );
  });

  it('stops at a property it does not know rather than leave it out', async () => {
    const Queue = { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } };
    await expect(startFixture({ Resources: { Queue } })).rejects.toThrow(
      'Queue (AWS::SQS::Queue) in stack Fixture: the local cloud does not know the property FifoQueue.',
    );
  });

  const rule = (Properties: object) => ({ Resources: { Rule: { Type: 'AWS::Events::Rule', Properties } } });
  const withTarget = (more: object) =>
    rule({
      EventPattern: { source: ['a'] },
      Targets: [{ Id: '1', Arn: 'arn:aws:sqs:us-east-1:000000000000:q', ...more }],
    });

  it.each([
    ['a pattern with $or', rule({ EventPattern: { $or: [{ source: ['a'] }] } }), 'does not know the operator $or'],
    [
      'a pattern with anything-but',
      rule({ EventPattern: { source: [{ 'anything-but': 'a' }] } }),
      'does not know the operator anything-but',
    ],
    ['the last day of a month', rule({ ScheduleExpression: 'cron(0 0 L * ? *)' }), 'does not know L, W and #'],
    ['a rate that AWS does not know', rule({ ScheduleExpression: 'rate(5 minute)' }), 'rate(5 minute)'],
    ['a constant for a target', withTarget({ Input: '{}' }), 'does not know the property Targets.0.Input.'],
    ['a part of the event', withTarget({ InputPath: '$.detail' }), 'does not know the property Targets.0.InputPath.'],
    [
      'an input transformer',
      withTarget({ InputTransformer: { InputTemplate: '<a>' } }),
      'does not know the property Targets.0.InputTransformer.',
    ],
  ])('stops at a rule with %s instead of ignoring it', async (_what, template, problem) => {
    const failure = await startFixture(template).catch((error: Error) => error);
    expect(failure).toMatchObject({ name: 'TemplateError' });
    expect((failure as Error).message).toMatch(
      /^Rule \(AWS::Events::Rule\) in stack Fixture: the local cloud [^\n]*\.$/,
    );
    expect((failure as Error).message).toContain(problem);
  });

  it('stops at a local secondary index, which the local DynamoDB has not', async () => {
    const Table = { ...table, Properties: { ...table.Properties, LocalSecondaryIndexes: [] } };
    await expect(startFixture({ Resources: { Table } })).rejects.toThrow(
      'Table (AWS::DynamoDB::Table) in stack Fixture: the local cloud does not know the property LocalSecondaryIndexes.',
    );
  });

  it('stops at a trigger that the function’s role may not use, as AWS does', async () => {
    const Resources = {
      Queue: { Type: 'AWS::SQS::Queue' },
      ...lambdaFunction('Work', { handler: 'index.queue', asset: 'work' }),
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, FunctionName: ref('Work') },
      },
    };
    await expect(startFixture({ Resources })).rejects.toThrow(/sqs:ReceiveMessage/);
  });

  it('takes note of types that have no effect here', async () => {
    const cloud = await startFixture({ Resources: { Table: table, Log: { Type: 'AWS::Logs::LogGroup' } } });
    expect(cloud.log.join()).toMatch(/AWS::Logs::LogGroup has no effect here/);
    expect(cloud.tableName).toBe('Fixture-Table');
  });
});
