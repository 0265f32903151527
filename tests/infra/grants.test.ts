import { describe, expect, it } from 'vitest';
import { grantsOf } from './support/grants.ts';
import { refersTo, synthesize } from './support/synthesize.ts';

const dev = synthesize('dev');
const roles = dev.resources('AWS::IAM::Role');

const on = (resource: string, ...actions: string[]) => actions.map((action) => `${action} on ${resource}`);
const get = on('Table', 'dynamodb:GetItem');
const read = [...get, ...on('Table', 'dynamodb:BatchGetItem', 'dynamodb:Query')];
const write = [
  ...read,
  ...on('Table', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'),
];
const indexes = (...numbers: number[]) => numbers.flatMap((n) => on(`Table/index/gsi${n}`, 'dynamodb:Query'));
const stream = on(
  'TableStream',
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
);
const secrets = 'secret:herald/dev/*';
const refreshCredentials = [
  ...on('CredentialsKey', 'kms:GenerateDataKey', 'kms:Decrypt'),
  ...on(secrets, 'secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'),
];
const failuresTo = (queue: string) => on(queue, 'sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl');
const consume = (queue: string) =>
  on(
    queue,
    'sqs:ReceiveMessage',
    'sqs:ChangeMessageVisibility',
    'sqs:GetQueueUrl',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
  );
const deadLetterQueues = [
  'PublishQueue',
  'CheckQueue',
  'MetricsQueue',
  'Scheduler',
  'Wake',
  'Relay',
  'SyncSchedules',
  'SweepTrigger',
  'PlanTrigger',
  'ImportQueue',
  'FeedQueue',
  'FeedPlanTrigger',
  'SeriesTrigger',
].map((name) => `${name}DeadLetters`);
const replay = (queue: string) =>
  on(queue, 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes');
const keepSchedules = [
  ...on(
    'schedule/herald-dev/*',
    'scheduler:CreateSchedule',
    'scheduler:UpdateSchedule',
    'scheduler:DeleteSchedule',
    'scheduler:GetSchedule',
  ),
  ...on('SchedulerRole', 'iam:PassRole'),
];
const sendToPublish = on('PublishQueue', 'sqs:SendMessage');
const sendToPosts = [...sendToPublish, ...on('CheckQueue', 'sqs:SendMessage')];
const keepTexts = on('MediaBucket/texts/*', 's3:GetObject', 's3:PutObject');
const keepImportFiles = on('MediaBucket/imports/*', 's3:GetObject', 's3:PutObject');
const publisher = [
  ...write,
  ...indexes(2, 6),
  ...refreshCredentials,
  ...on('MediaBucket/texts/*', 's3:GetObject'),
  ...sendToPosts,
];

/** Beside writing to its own log group. Whoever widens a grant changes this list, and says so in the same commit. */
const expected: Record<string, string[]> = {
  Authorizer: get,
  Platforms: [
    ...write,
    ...indexes(1, 2, 6),
    ...refreshCredentials,
    ...on(secrets, 'secretsmanager:CreateSecret', 'secretsmanager:DeleteSecret'),
  ],
  Distributions: [...write, ...indexes(1, 2, 3, 4), ...keepTexts, ...sendToPublish],
  Contents: [...write, ...indexes(1), ...on('MediaBucket/texts/*', 's3:GetObject', 's3:PutObject')],
  CrossPosts: [...write, ...indexes(1, 2), ...keepTexts, ...sendToPublish],
  Calendar: [...write, ...indexes(1, 2), ...on('MediaBucket/texts/*', 's3:GetObject', 's3:PutObject')],
  Events: [...read, ...on('Table', 'dynamodb:UpdateItem'), ...indexes(4), ...on('Bus', 'events:PutEvents')],
  Imports: [...write, ...indexes(1, 2), ...keepImportFiles],
  Exports: [
    ...read,
    ...on('Table', 'dynamodb:UpdateItem'),
    ...indexes(1, 2, 3, 4),
    ...on('MediaBucket/texts/*', 's3:GetObject'),
  ],
  Feeds: [...write, ...indexes(1)],
  Series: [...write, ...indexes(1, 2), ...keepTexts],
  ApiKeys: [...write, ...indexes(1)],
  Settings: write,
  DeadLetters: [
    ...write,
    ...indexes(1, 4),
    ...deadLetterQueues.flatMap(replay),
    ...sendToPosts,
    ...on('MetricsQueue', 'sqs:SendMessage'),
    ...on('ImportQueue', 'sqs:SendMessage'),
    ...on('FeedQueue', 'sqs:SendMessage'),
    ...on('Bus', 'events:PutEvents'),
    ...keepSchedules,
  ],
  Health: get,
  UnknownPath: [],
  Docs: [],
  Sandbox: [...write, ...indexes(4)],
  Wake: [...publisher, ...failuresTo('WakeDeadLetters')],
  Publish: [...publisher, ...indexes(1), ...consume('PublishQueue')],
  CheckAttempts: [...write, ...sendToPosts, ...consume('CheckQueue')],
  SyncSchedules: [...stream, ...failuresTo('SyncSchedulesDeadLetters'), ...sendToPosts, ...keepSchedules],
  Sweep: [...write, ...indexes(5), ...sendToPosts, ...failuresTo('SweepTriggerDeadLetters')],
  PlanMetrics: [
    ...read,
    ...indexes(1, 2),
    ...on('MetricsQueue', 'sqs:SendMessage'),
    ...failuresTo('PlanTriggerDeadLetters'),
  ],
  SyncMetrics: [
    ...write,
    ...indexes(1, 2, 6),
    ...refreshCredentials,
    ...on('MetricsQueue', 'sqs:SendMessage'),
    ...consume('MetricsQueue'),
  ],
  RelayEvents: [...stream, ...failuresTo('RelayDeadLetters'), ...on('Bus', 'events:PutEvents')],
  ImportRows: [
    ...write,
    ...indexes(2),
    ...keepTexts,
    ...keepImportFiles,
    ...on('ImportQueue', 'sqs:SendMessage'),
    ...consume('ImportQueue'),
  ],
  PlanFeeds: [
    ...read,
    ...indexes(1),
    ...on('FeedQueue', 'sqs:SendMessage'),
    ...failuresTo('FeedPlanTriggerDeadLetters'),
  ],
  PollFeed: [...write, ...indexes(1, 2), ...keepTexts, ...on('FeedQueue', 'sqs:SendMessage'), ...consume('FeedQueue')],
  RepeatSeries: [...write, ...indexes(2, 5), ...keepTexts, ...failuresTo('SeriesTriggerDeadLetters')],
};

describe('what a function may do', () => {
  it.each(dev.resources('AWS::Lambda::Function'))('$name: exactly what its work needs', (fn) => {
    const roleId = fn.properties.Role['Fn::GetAtt'][0];
    const role = roles.find(({ stack, logicalId }) => stack === fn.stack && logicalId === roleId)!;
    const logs = on(`${fn.name}Logs`, 'logs:CreateLogStream', 'logs:PutLogEvents');
    expect(grantsOf(role, dev)).toEqual([...new Set([...logs, ...expected[fn.name]!])].sort());
  });

  it('never reaches all resources, and has wildcards only under a name of its own', () => {
    const grants = roles.flatMap((role) => grantsOf(role, dev));
    const wildcards = new Set(grants.filter((grant) => grant.includes('*')).map((grant) => grant.split(' on ')[1]!));
    expect([...wildcards].sort()).toEqual([
      'MediaBucket/imports/*',
      'MediaBucket/texts/*',
      'Wake:*',
      'schedule/herald-dev/*',
      'secret:herald/dev/*',
    ]);
    expect(grants.filter((grant) => /^[^ ]*\*/.test(grant))).toEqual([]);
  });

  it('never includes reading the whole table', () => {
    expect(JSON.stringify(dev.resources('AWS::IAM::Policy'))).not.toContain('dynamodb:Scan');
  });
});

describe('the role that schedules act with', () => {
  const role = roles.find(({ name }) => name === 'SchedulerRole')!;

  it('starts the wake function, reports to the dead-letter queue, and does nothing else', () => {
    expect(grantsOf(role, dev)).toEqual(
      [
        ...on('Wake', 'lambda:InvokeFunction'),
        ...on('Wake:*', 'lambda:InvokeFunction'),
        ...on('SchedulerDeadLetters', 'sqs:SendMessage'),
      ].sort(),
    );
  });

  it("is lent only to Scheduler, and only for this account's group", () => {
    const [statement] = role.properties.AssumeRolePolicyDocument.Statement;
    const group = dev.resources('AWS::Scheduler::ScheduleGroup')[0]!;
    expect(role.properties.AssumeRolePolicyDocument.Statement).toHaveLength(1);
    expect(statement).toMatchObject({ Principal: { Service: 'scheduler.amazonaws.com' }, Action: 'sts:AssumeRole' });
    expect(Object.keys(statement.Condition)).toEqual(['StringEquals']);
    expect(statement.Condition.StringEquals['aws:SourceAccount']).toEqual({ Ref: 'AWS::AccountId' });
    expect(refersTo(statement.Condition.StringEquals['aws:SourceArn'], group)).toBe(true);
  });

  it('can be passed on to Scheduler and to no other service', () => {
    const statements = dev
      .resources('AWS::IAM::Policy')
      .flatMap(({ properties }) => properties.PolicyDocument.Statement);
    const passing = statements.filter(({ Action }) => [Action].flat().includes('iam:PassRole'));
    expect(passing).toHaveLength(2);
    for (const { Condition } of passing) {
      expect(Condition).toEqual({ StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } });
    }
  });
});
