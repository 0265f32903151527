import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { emitMetric } from '../../shared/aws/emit-metric.ts';
import { refersTo, synthesize } from './support/synthesize.ts';

const alarmTopicArn = 'arn:aws:sns:us-east-1:123456789012:operations';
const quiet = synthesize('dev');
const loud = synthesize('prod', { alarmTopicArn });

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
    { name: 'Overdue', metric: 'OverdueDistributions', unit: 'Count', says: { Threshold: 0, EvaluationPeriods: 3 } },
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

  it('notify the topic that the stage was given, also when they are over', () => {
    for (const { properties } of loud.resources('AWS::CloudWatch::Alarm')) {
      expect(properties).toMatchObject({ AlarmActions: [alarmTopicArn], OKActions: [alarmTopicArn] });
    }
    for (const { properties } of quiet.resources('AWS::CloudWatch::Alarm'))
      expect(properties.AlarmActions).toBeUndefined();
  });

  it('are explained in the runbook, each by its name', () => {
    const runbook = readFileSync('docs/runbook.md', 'utf8');
    const names = quiet.resources('AWS::CloudWatch::Alarm').map(({ name }) => name);
    expect(names.filter((name) => !runbook.includes(`\`${name}\``))).toEqual([]);
    expect(readFileSync('docs/deploy.md', 'utf8')).toContain(`| ${names.length} alarms |`);
  });
});
