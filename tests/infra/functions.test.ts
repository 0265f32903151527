import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pascalCase } from '../../infra/constructs/pascal-case.ts';
import { synthesize } from './support/synthesize.ts';

const dev = synthesize('dev');
const functions = dev.resources('AWS::Lambda::Function');
const environmentOf = (name: string) => functions.find((fn) => fn.name === name)!.properties.Environment.Variables;

/** Timeout in seconds and memory in MiB. */
const expectedSizes = {
  Authorizer: [5, 256],
  Platforms: [20, 512],
  Distributions: [20, 512],
  Contents: [20, 512],
  CrossPosts: [29, 1024],
  Calendar: [20, 512],
  Events: [20, 512],
  Imports: [29, 1024],
  Exports: [29, 512],
  Feeds: [10, 256],
  ApiKeys: [10, 256],
  Settings: [10, 256],
  DeadLetters: [30, 512],
  Health: [5, 256],
  UnknownPath: [3, 128],
  Docs: [10, 512],
  Sandbox: [30, 256],
  Wake: [120, 512],
  Publish: [60, 512],
  CheckAttempts: [30, 256],
  SyncSchedules: [30, 256],
  Sweep: [60, 256],
  PlanMetrics: [60, 256],
  SyncMetrics: [60, 512],
  RelayEvents: [30, 256],
  ImportRows: [60, 1024],
  PlanFeeds: [60, 256],
  PollFeed: [60, 512],
  Series: [20, 512],
  RepeatSeries: [60, 512],
};

const everywhere = ['HERALD_STAGE', 'HERALD_VERSION', 'LOG_LEVEL'];
const scheduleKeeper = ['SCHEDULE_GROUP_NAME', 'SCHEDULER_ROLE_ARN', 'SCHEDULER_DLQ_ARN', 'WAKE_FUNCTION_ARN'];
const queuesOfPosts = ['PUBLISH_QUEUE_URL', 'CHECK_QUEUE_URL'];
const platformCaller = ['TABLE_NAME', 'API_URL', 'ALLOW_LOOPBACK_ADDRESSES'];
const expectedEnvironment: Record<keyof typeof expectedSizes, string[]> = {
  Authorizer: ['TABLE_NAME'],
  Platforms: [...platformCaller, 'CREDENTIALS_KEY_ARN', 'SECRET_PREFIX', 'CREDENTIAL_STORE'],
  Distributions: ['TABLE_NAME', 'MEDIA_BUCKET_NAME', 'PUBLISH_QUEUE_URL', 'ALLOW_LOOPBACK_ADDRESSES'],
  Contents: ['TABLE_NAME', 'MEDIA_BUCKET_NAME'],
  CrossPosts: ['TABLE_NAME', 'MEDIA_BUCKET_NAME', 'PUBLISH_QUEUE_URL', 'ALLOW_LOOPBACK_ADDRESSES'],
  Calendar: ['TABLE_NAME', 'MEDIA_BUCKET_NAME', 'API_URL'],
  Events: ['TABLE_NAME', 'EVENT_BUS_NAME'],
  Imports: ['TABLE_NAME', 'MEDIA_BUCKET_NAME', 'ALLOW_LOOPBACK_ADDRESSES'],
  Exports: ['TABLE_NAME', 'MEDIA_BUCKET_NAME'],
  Feeds: ['TABLE_NAME'],
  ApiKeys: ['TABLE_NAME'],
  Settings: ['TABLE_NAME'],
  DeadLetters: [
    'TABLE_NAME',
    'PUBLISH_QUEUE_URL',
    'CHECK_QUEUE_URL',
    'METRICS_QUEUE_URL',
    'IMPORT_QUEUE_URL',
    'FEED_QUEUE_URL',
    'EVENT_BUS_NAME',
    ...scheduleKeeper,
    ...[
      'PUBLISH',
      'CHECK',
      'METRICS',
      'SCHEDULER',
      'WAKE',
      'RELAY',
      'SYNC_SCHEDULES',
      'SWEEP',
      'PLAN',
      'IMPORT',
      'FEED',
      'FEED_PLAN',
      'SERIES',
    ].map((queue) => `${queue}_DEAD_LETTERS_URL`),
  ],
  Health: ['TABLE_NAME'],
  UnknownPath: [],
  Docs: [],
  Sandbox: ['TABLE_NAME', 'API_URL'],
  Wake: [...platformCaller, 'CREDENTIALS_KEY_ARN', 'MEDIA_BUCKET_NAME', ...queuesOfPosts],
  Publish: [...platformCaller, 'CREDENTIALS_KEY_ARN', 'MEDIA_BUCKET_NAME', ...queuesOfPosts],
  CheckAttempts: ['TABLE_NAME', ...queuesOfPosts],
  SyncSchedules: [...queuesOfPosts, ...scheduleKeeper],
  Sweep: ['TABLE_NAME', ...queuesOfPosts],
  PlanMetrics: ['TABLE_NAME', 'METRICS_QUEUE_URL'],
  SyncMetrics: [...platformCaller, 'CREDENTIALS_KEY_ARN', 'METRICS_QUEUE_URL'],
  RelayEvents: ['EVENT_BUS_NAME'],
  ImportRows: ['TABLE_NAME', 'MEDIA_BUCKET_NAME', 'IMPORT_QUEUE_URL', 'ALLOW_LOOPBACK_ADDRESSES'],
  PlanFeeds: ['TABLE_NAME', 'FEED_QUEUE_URL'],
  PollFeed: ['TABLE_NAME', 'MEDIA_BUCKET_NAME', 'FEED_QUEUE_URL', 'ALLOW_LOOPBACK_ADDRESSES'],
  Series: ['TABLE_NAME', 'MEDIA_BUCKET_NAME', 'ALLOW_LOOPBACK_ADDRESSES'],
  RepeatSeries: ['TABLE_NAME', 'MEDIA_BUCKET_NAME'],
};

describe('every function', () => {
  it('has the timeout and the memory of its kind of work', () => {
    const sizes = functions.map(({ name, properties }) => [name, [properties.Timeout, properties.MemorySize]]);
    expect(Object.fromEntries(sizes)).toEqual(expectedSizes);
  });

  it('runs on Node 24 on arm64', () => {
    for (const { properties } of functions) {
      expect(properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' });
    }
  });

  it('writes JSON to a log group of its own', () => {
    const groups = dev.resources('AWS::Logs::LogGroup');
    const used = functions.map(({ stack, properties }) => {
      expect(properties.LoggingConfig.LogFormat).toBe('JSON');
      const group = groups.find((g) => g.stack === stack && g.logicalId === properties.LoggingConfig.LogGroup.Ref);
      return `${stack}/${group!.logicalId}`;
    });
    expect(new Set(used).size).toBe(functions.length);
  });

  it('has a role of its own without managed policies', () => {
    const roles = functions.map(({ stack, properties }) => `${stack}/${properties.Role['Fn::GetAtt'][0]}`);
    expect(new Set(roles).size).toBe(functions.length);
    for (const { properties } of dev.resources('AWS::IAM::Role')) expect(properties.ManagedPolicyArns).toBeUndefined();
  });

  it('is told exactly the names that it works with', () => {
    for (const [name, variables] of Object.entries(expectedEnvironment)) {
      expect(Object.keys(environmentOf(name)).sort(), name).toEqual([...everywhere, ...variables].sort());
    }
  });

  it('has its row in infra/README.md, with the file that it is made of', () => {
    const page = readFileSync('infra/README.md', 'utf8');
    for (const { name, stack } of functions) {
      const [, file, shownStack] = new RegExp(`\\| \`${name}\` \\| \`(.+?)\` \\| (\\w+) \\|`).exec(page) ?? [];
      expect(existsSync(file ?? ''), name).toBe(true);
      expect(pascalCase(basename(file!, '.ts'))).toBe(name);
      expect(shownStack, name).toBe(stack);
    }
    expect([...page.matchAll(/^\| `\w+` \| `functions\//gm)]).toHaveLength(functions.length);
  });

  it('knows its stage', () => {
    expect(environmentOf('Health').HERALD_STAGE).toBe('dev');
    expect(environmentOf('Platforms').SECRET_PREFIX).toBe('herald/dev/');
    expect(environmentOf('SyncSchedules').SCHEDULE_GROUP_NAME).toBe('herald-dev');
  });
});

describe('loopback addresses', () => {
  it('are refused unless the parameter says otherwise, in every function that calls platforms', () => {
    const callers = functions.filter(
      ({ properties }) => 'ALLOW_LOOPBACK_ADDRESSES' in properties.Environment.Variables,
    );
    expect(callers.map(({ name }) => name).sort()).toEqual([
      ...[
        'CrossPosts',
        'Distributions',
        'ImportRows',
        'Imports',
        'Platforms',
        'PollFeed',
        'Publish',
        'Series',
        'SyncMetrics',
      ],
      'Wake',
    ]);
    for (const { properties } of callers) {
      expect(properties.Environment.Variables.ALLOW_LOOPBACK_ADDRESSES).toEqual({ Ref: 'AllowLoopbackAddresses' });
    }
  });

  it('have the default "false", in the stacks that need it and no other', () => {
    const parameters = Object.entries(dev.templates).flatMap(([stack, { Parameters }]) => {
      const parameter = Parameters?.AllowLoopbackAddresses;
      return parameter ? [[stack, parameter] as const] : [];
    });
    expect(parameters.map(([stack]) => stack).sort()).toEqual(['Api', 'Feeds', 'Imports', 'Learning', 'Posts']);
    for (const [, parameter] of parameters) {
      expect(parameter).toMatchObject({ Default: 'false', AllowedValues: ['false', 'true'] });
    }
  });
});
