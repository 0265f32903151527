import { describe, expect, it } from 'vitest';
import { wakeUpFilters } from '../../infra/stacks/wake-up-filters.ts';
import { refersTo, synthesize, type TemplateResource } from './support/synthesize.ts';

const dev = synthesize('dev');
const named = (type: string, name: string) => dev.resources(type).find((resource) => resource.name === name)!;
const queue = (name: string) => named('AWS::SQS::Queue', name);
const mappingOf = (name: string) => {
  const { logicalId } = named('AWS::Lambda::Function', name);
  return dev
    .resources('AWS::Lambda::EventSourceMapping')
    .find(({ properties }) => properties.FunctionName.Ref === logicalId)!.properties;
};
const invokeConfigOf = (name: string) => {
  const { logicalId } = named('AWS::Lambda::Function', name);
  return dev
    .resources('AWS::Lambda::EventInvokeConfig')
    .find(({ properties }) => properties.FunctionName.Ref === logicalId)!.properties;
};
const failuresGoTo = (config: { DestinationConfig: unknown }, target: TemplateResource) =>
  refersTo(config.DestinationConfig, target);

describe('queues', () => {
  it.each([
    ['Publish', 50],
    ['SyncMetrics', 10],
    ['ImportRows', 5],
    ['PollFeed', 10],
  ])('give %s one message at a time, to at most %i at once, and hear of each failure', (name, concurrency) => {
    expect(mappingOf(name)).toMatchObject({
      BatchSize: 1,
      ScalingConfig: { MaximumConcurrency: concurrency },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });
});

it('has ten checks of publishers looked at in one run, apart from the posts that are due', () => {
  expect(mappingOf('CheckAttempts')).toMatchObject({
    BatchSize: 10,
    MaximumBatchingWindowInSeconds: 5,
    ScalingConfig: { MaximumConcurrency: 5 },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  });
  expect(refersTo(mappingOf('CheckAttempts').EventSourceArn, queue('CheckQueue'))).toBe(true);
  expect(refersTo(mappingOf('Publish').EventSourceArn, queue('PublishQueue'))).toBe(true);
});

describe("the table's stream", () => {
  it.each([
    ['SyncSchedules', 'SyncSchedulesDeadLetters', { BatchSize: 50, ParallelizationFactor: 10 }],
    ['RelayEvents', 'RelayDeadLetters', { BatchSize: 100, MaximumBatchingWindowInSeconds: 1 }],
  ])('reaches %s from its oldest record and never stands still for a bad one', (name, deadLetters, batches) => {
    const mapping = mappingOf(name);
    expect(mapping).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      ...batches,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 10,
    });
    // Lambda drops what is too old without a try: after a stop of hours, the wake-ups of posts that are still to come.
    expect(mapping.MaximumRecordAgeInSeconds).toBeUndefined();
    expect(refersTo(mapping.EventSourceArn, named('AWS::DynamoDB::Table', 'Table'))).toBe(true);
    expect(failuresGoTo(mapping, queue(deadLetters))).toBe(true);
  });

  it('wakes the schedule sync for a post without a pause: it may be due in moments', () => {
    expect(mappingOf('SyncSchedules').MaximumBatchingWindowInSeconds).toBeUndefined();
  });

  it('shows the schedule sync only what may change a wake-up, and the relay only new events', () => {
    const patternsOf = (name: string) =>
      mappingOf(name).FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern));
    expect(patternsOf('SyncSchedules')).toEqual(wakeUpFilters);
    // Lambda takes no more.
    expect(wakeUpFilters.length).toBeLessThanOrEqual(5);
    expect(patternsOf('RelayEvents')).toEqual([
      { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'EVENT#' }] } } } },
    ]);
  });
});

describe('asynchronous functions', () => {
  it.each([
    ['Wake', 'WakeDeadLetters'],
    ['Sweep', 'SweepTriggerDeadLetters'],
    ['PlanMetrics', 'PlanTriggerDeadLetters'],
    ['PlanFeeds', 'FeedPlanTriggerDeadLetters'],
    ['RepeatSeries', 'SeriesTriggerDeadLetters'],
  ])('%s is tried three times and its failures are kept', (name, deadLetters) => {
    const config = invokeConfigOf(name);
    expect(config.MaximumRetryAttempts).toBe(2);
    expect(failuresGoTo(config, queue(deadLetters))).toBe(true);
  });
});

describe('clocks', () => {
  it.each([
    ['Sweep', 'rate(2 minutes)', 'SweepTriggerDeadLetters'],
    ['PlanMetrics', 'rate(1 hour)', 'PlanTriggerDeadLetters'],
    ['PlanFeeds', 'rate(15 minutes)', 'FeedPlanTriggerDeadLetters'],
    ['RepeatSeries', 'rate(5 minutes)', 'SeriesTriggerDeadLetters'],
  ])('start %s at %s, and keep a tick that could not be handed over', (name, rate, deadLetters) => {
    const fn = named('AWS::Lambda::Function', name);
    const rule = dev.resources('AWS::Events::Rule').find(({ properties }) => refersTo(properties.Targets[0].Arn, fn))!;
    expect(rule.properties).toMatchObject({ ScheduleExpression: rate, State: 'ENABLED' });
    expect(rule.properties.Targets).toHaveLength(1);
    expect(refersTo(rule.properties.Targets[0].DeadLetterConfig, queue(deadLetters))).toBe(true);
  });
});

describe('events on the bus', () => {
  it.each([
    ['IMPORT_CREATED', 'ImportQueue'],
    ['FEED_CREATED', 'FeedQueue'],
  ])('of the type %s start the work in %s, and what cannot be handed over is kept', (type, name) => {
    const rule = dev
      .resources('AWS::Events::Rule')
      .find(({ properties }) => properties.EventPattern?.['detail-type']?.includes(type))!;
    expect(rule.properties.EventPattern).toEqual({ source: ['herald'], 'detail-type': [type] });
    const [target, ...others] = rule.properties.Targets;
    expect(others).toEqual([]);
    expect(refersTo(target.Arn, queue(name))).toBe(true);
    expect(refersTo(target.DeadLetterConfig, queue(`${name}DeadLetters`))).toBe(true);
  });
});
