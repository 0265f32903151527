import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { emitMetric } from '../../shared/aws/emit-metric.ts';
import { grantsOf } from './support/grants.ts';
import { refersTo, synthesize } from './support/synthesize.ts';

const quiet = synthesize('dev');

describe('alarms', () => {
  it('tell of the first message in any dead-letter queue', () => {
    const alarms = quiet.resources('AWS::CloudWatch::Alarm');
    for (const queue of quiet.resources('AWS::SQS::Queue').filter(({ name }) => name.endsWith('DeadLetters'))) {
      const alarm = alarms.find(({ properties }) => refersTo(properties.Dimensions ?? [], queue));
      expect(alarm?.properties, queue.name).toMatchObject({
        MetricName: 'ApproximateNumberOfMessagesVisible',
        ComparisonOperator: 'GreaterThanThreshold',
        Threshold: 0,
        EvaluationPeriods: 1,
        TreatMissingData: 'notBreaching',
      });
    }
  });

  it('tell of a sweep that fails and of one that does not run', () => {
    const byName = Object.fromEntries(quiet.resources('AWS::CloudWatch::Alarm').map((alarm) => [alarm.name, alarm]));
    expect(byName.SweepErrors?.properties).toMatchObject({ MetricName: 'Errors', TreatMissingData: 'notBreaching' });
    expect(byName.SweepSilent?.properties).toMatchObject({
      MetricName: 'Invocations',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      TreatMissingData: 'breaching',
    });
  });

  it.each([
    {
      name: 'Overdue',
      metric: 'OverdueDistributions',
      unit: 'Count',
      says: { Period: 120, Threshold: 0, EvaluationPeriods: 3, DatapointsToAlarm: 2 },
    },
    {
      name: 'Late',
      metric: 'PublishLatenessMs',
      unit: 'Milliseconds',
      says: { ExtendedStatistic: 'p99', Threshold: 10_000, EvaluationPeriods: 2 },
    },
    { name: 'Unresolved', metric: 'PublishUnresolved', unit: 'Count', says: { Statistic: 'Sum', Threshold: 0 } },
    { name: 'Failed', metric: 'PublishFailed', unit: 'Count', says: { Statistic: 'Sum', Threshold: 0 } },
    { name: 'Missed', metric: 'PublishMissed', unit: 'Count', says: { Statistic: 'Sum', Threshold: 0 } },
    {
      name: 'OutcomeUnknown',
      metric: 'PublishOutcomeUnknown',
      unit: 'Count',
      says: { Statistic: 'Sum', Threshold: 5 },
    },
  ] as const)('watch $metric under the name and the dimensions that functions write it with: $name', (watched) => {
    const lines: string[] = [];
    const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
    emitMetric(watched.metric, watched.unit, 1, 'wordpress');
    stdout.mockRestore();
    const written = lines.map((line) => JSON.parse(line)).find(({ platform }) => platform === 'all');
    const { Namespace, Dimensions } = written._aws.CloudWatchMetrics[0];
    const alarm = quiet.resources('AWS::CloudWatch::Alarm').find(({ name }) => name === watched.name)!;
    expect(alarm.properties).toMatchObject({
      Namespace,
      MetricName: watched.metric,
      Period: 300,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      ...watched.says,
    });
    const dimensions = alarm.properties.Dimensions.map(({ Name, Value }: { Name: string; Value: string }) => [
      Name,
      Value,
    ]);
    expect(dimensions.sort()).toEqual(Dimensions[0].map((name: string) => [name, written[name]]).sort());
  });

  it.each([
    ['Unresolved', 'unknown', 'resolve'],
    ['Failed', 'failed', 'retry'],
    ['Missed', 'missed', 'retry'],
  ])('send the reader of %s to the list of the posts and to what a person can do', (alarm, status, action) => {
    const { properties } = quiet.resources('AWS::CloudWatch::Alarm').find(({ name }) => name === alarm)!;
    expect(properties.AlarmDescription).toContain(`GET /api/v1/distributions?status=${status}`);
    expect(properties.AlarmDescription).toContain(`POST /api/v1/distributions/{id}/${action}`);
  });

  it('name only functions and requests that there are', () => {
    const functions = quiet.resources('AWS::Lambda::Function').map(({ name }) => name);
    for (const { name, properties } of quiet.resources('AWS::CloudWatch::Alarm')) {
      const text: string = properties.AlarmDescription;
      const named = [...text.matchAll(/logs of (\w+)(?: and (\w+))?|(\w+) logs/g)].flatMap((match) => match.slice(1));
      const known = named.filter((one) => one !== undefined && /^[A-Z]/.test(one));
      expect(
        known.filter((one) => !functions.includes(one!)),
        name,
      ).toEqual([]);
    }
  });

  it('say what has happened and where to look', () => {
    for (const { name, properties } of quiet.resources('AWS::CloudWatch::Alarm')) {
      expect(properties.AlarmDescription, name).toMatch(/.{40,}/);
    }
  });

  it("notify the stage's own topic, also when they are over, and a mail address that CloudFormation remembers", () => {
    const [topic, ...others] = quiet.resources('AWS::SNS::Topic');
    expect(others).toEqual([]);
    for (const { name, properties } of quiet.resources('AWS::CloudWatch::Alarm')) {
      expect(properties.AlarmActions, name).toHaveLength(1);
      expect(refersTo(properties.AlarmActions, topic!), name).toBe(true);
      expect(properties.OKActions, name).toEqual(properties.AlarmActions);
    }
    const [mail] = quiet.resources('AWS::SNS::Subscription');
    expect(mail!.properties).toMatchObject({ Protocol: 'email', Endpoint: { Ref: 'AlarmEmail' } });
    expect(refersTo(mail!.properties.TopicArn, topic!)).toBe(true);
  });

  it('tell of a vital function that fails or is turned away, and of a chain that Lambda has cut', () => {
    const watched = quiet
      .resources('AWS::CloudWatch::Alarm')
      .filter(({ properties }) =>
        ['Errors', 'Throttles', 'RecursiveInvocationsDropped'].includes(properties.MetricName),
      )
      .map(({ name, properties }) => `${name}: ${properties.MetricName} of ${properties.Dimensions[0].Name}`);
    expect(watched.sort()).toEqual(
      [
        ...['Publish', 'Wake', 'Authorizer'].flatMap((name) => [
          `${name}Errors: Errors of FunctionName`,
          `${name}Throttled: Throttles of FunctionName`,
        ]),
        ...['Publish', 'CheckAttempts', 'ImportRows', 'SyncMetrics', 'PollFeed'].map(
          (name) => `${name}Recursion: RecursiveInvocationsDropped of FunctionName`,
        ),
        'SweepErrors: Errors of FunctionName',
      ].sort(),
    );
    // Whoever may send to the queue that it reads has such an alarm.
    const roles = quiet.resources('AWS::IAM::Role');
    const feeding = quiet.resources('AWS::Lambda::Function').filter((fn) => {
      const roleId = fn.properties.Role['Fn::GetAtt'][0];
      const grants = grantsOf(roles.find((role) => role.stack === fn.stack && role.logicalId === roleId)!, quiet);
      const read = grants.flatMap((grant) => /^sqs:ReceiveMessage on (\w+Queue)$/.exec(grant)?.[1] ?? []);
      return read.some((queue) => grants.includes(`sqs:SendMessage on ${queue}`));
    });
    expect(feeding.map(({ name }) => name).sort()).toEqual([
      'CheckAttempts',
      'ImportRows',
      'PollFeed',
      'Publish',
      'SyncMetrics',
    ]);
  });

  it('are explained in the runbook, each by its name', () => {
    const runbook = readFileSync('docs/runbook.md', 'utf8');
    const names = quiet.resources('AWS::CloudWatch::Alarm').map(({ name }) => name);
    expect(names.filter((name) => !runbook.includes(`\`${name}\``))).toEqual([]);
    expect(readFileSync('docs/deploy.md', 'utf8')).toContain(`| ${names.length} alarms |`);
  });
});
