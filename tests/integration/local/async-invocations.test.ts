import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { allow, att, lambdaFunction, ref } from './fixtures/template.ts';
import { eventually, type FixtureCloud, startFixture } from './support.ts';

const permission = (rule: string) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: {
    Action: 'lambda:InvokeFunction',
    FunctionName: ref('Task'),
    Principal: 'events.amazonaws.com',
    SourceArn: att(rule),
  },
});
const target = { Id: 'task', Arn: att('Task') };

const resources = {
  Dead: { Type: 'AWS::SQS::Queue' },
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'fixture' } },
  ...lambdaFunction('Task', {
    handler: 'index.task',
    asset: 'work',
    statements: [allow(['sqs:SendMessage'], att('Dead'))],
  }),
  Config: {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: {
      FunctionName: ref('Task'),
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: att('Dead') } },
    },
  },
  OnEvent: {
    Type: 'AWS::Events::Rule',
    Properties: { EventBusName: ref('Bus'), EventPattern: { source: ['fixture'] }, Targets: [target] },
  },
  OnEventPermission: permission('OnEvent'),
};
const outputs = { Dead: { Value: ref('Dead') } };

const settingsOf = (cloud: FixtureCloud) => ({
  endpoint: cloud.awsEndpoint,
  region: 'us-east-1',
  credentials: cloud.adminCredentials,
});

async function putEvent(cloud: FixtureCloud, detail: object) {
  const entry = { EventBusName: 'fixture', Source: 'fixture', DetailType: 'test', Detail: JSON.stringify(detail) };
  await new EventBridgeClient(settingsOf(cloud)).send(new PutEventsCommand({ Entries: [entry] }));
}

describe('an asynchronous invocation', () => {
  it('is retried after one and two minutes, and then goes to the failure destination with its reason', async () => {
    const cloud = await startFixture({ Resources: resources, Outputs: outputs });
    await putEvent(cloud, { fail: true });
    await cloud.idle();
    await eventually(() => cloud.lines.length).toBe(1);
    await cloud.advance(59_000);
    expect(cloud.lines).toHaveLength(1);
    await cloud.advance(1_500);
    await eventually(() => cloud.lines.length).toBe(2);
    await cloud.advance(121_000);
    await eventually(() => cloud.lines.length).toBe(3);
    expect(new Set(cloud.lines.map(({ requestId }) => requestId)).size).toBe(1);

    const command = new ReceiveMessageCommand({ QueueUrl: cloud.outputs.Dead });
    const { Messages = [] } = await new SQSClient(settingsOf(cloud)).send(command);
    expect(JSON.parse(Messages[0]?.Body ?? '')).toMatchObject({
      version: '1.0',
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
      requestPayload: { detail: { fail: true } },
      responseContext: { functionError: 'Unhandled' },
      responsePayload: { errorType: 'Error', errorMessage: 'on purpose' },
    });
  });

  it('comes from a rule whenever the moved clock passes its period', async () => {
    const Rule = {
      Type: 'AWS::Events::Rule',
      Properties: { ScheduleExpression: 'rate(2 minutes)', Targets: [target] },
    };
    const cloud = await startFixture({ Resources: { ...resources, Rule, RulePermission: permission('Rule') } });
    for (let ticks = 1; ticks <= 3; ticks += 1) {
      await cloud.advance(120_000);
      await eventually(() => cloud.lines.length).toBe(ticks);
    }
  });

  it('comes from a schedule at its moment, by the role that may do it', async () => {
    const Group = { Type: 'AWS::Scheduler::ScheduleGroup', Properties: { Name: 'fixture' } };
    const SchedulerRole = {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'scheduler.amazonaws.com' } }],
        },
        Policies: [
          { PolicyName: 'invoke', PolicyDocument: { Statement: [allow(['lambda:InvokeFunction'], att('Task'))] } },
        ],
      },
    };
    const cloud = await startFixture({
      Resources: { ...resources, Group, SchedulerRole },
      Outputs: { Role: { Value: att('SchedulerRole') }, Task: { Value: att('Task') } },
    });
    const at = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 19);
    await new SchedulerClient(settingsOf(cloud)).send(
      new CreateScheduleCommand({
        Name: 'one',
        GroupName: 'fixture',
        ScheduleExpression: `at(${at})`,
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: cloud.outputs.Task, RoleArn: cloud.outputs.Role, Input: '{"n":1}' },
      }),
    );
    await cloud.advance(7 * 86_400_000 - 60_000);
    expect(cloud.lines).toEqual([]);
    await cloud.advance(60_000);
    await eventually(() => cloud.lines).toMatchObject([{ task: { n: 1 } }]);
  });

  it('needs the function’s permission: a rule without it stops the start', async () => {
    const { OnEventPermission, ...without } = resources;
    await expect(startFixture({ Resources: without })).rejects.toThrow(/OnEvent .*AWS::Lambda::Permission/);
  });
});
