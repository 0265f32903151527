import { Duration, Stack } from 'aws-cdk-lib';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { Construct } from 'constructs';
import { ACCOUNT_SORT_KEY } from '../../shared/accounts/keys.ts';
import { DISTRIBUTION_SORT_KEY } from '../../shared/posts/model/keys.ts';
import type { StageConfig } from '../config.ts';
import { addressPolicy } from '../constructs/address-policy.ts';
import { maySend, mayUseCredentials, mayUseTexts, mayWriteTable } from '../constructs/grants.ts';
import { HeraldFunction } from '../constructs/herald-function.ts';
import { PeriodicTrigger } from '../constructs/periodic-trigger.ts';
import { consumeQueue } from '../constructs/queue-consumer.ts';
import { mayKeepSchedules, SchedulerRole } from '../constructs/scheduler-role.ts';
import { consumeStream } from '../constructs/stream-consumer.ts';
import type { DataStack } from './data-stack.ts';

export interface PublishingStackProps {
  config: StageConfig;
  data: DataStack;
  apiUrl: string;
}

/** From a distribution in the table to a post on the platform: schedule, wake, publish, and the sweep behind them. */
export class PublishingStack extends Stack {
  readonly syncSchedules: HeraldFunction;
  readonly sweep: HeraldFunction;
  readonly sweepTrigger: PeriodicTrigger;
  readonly schedulerRole: SchedulerRole;

  constructor(scope: Construct, id: string, { config, data, apiUrl }: PublishingStackProps) {
    super(scope, id, { stackName: `herald-${config.stage}-publishing`, description: 'Herald: publishing' });
    const publishQueue = data.publishQueue.queue;
    const platformAccess = { API_URL: apiUrl, ...addressPolicy(this) };

    const wake = new HeraldFunction(this, 'Wake', {
      config,
      entry: 'functions/schedule/wake.ts',
      timeout: Duration.seconds(120),
      memorySize: 512,
      environment: platformAccess,
    });
    wake.configureAsyncInvoke({ retryAttempts: 2, onFailure: new SqsDestination(data.wakeDeadLetters) });

    const publish = new HeraldFunction(this, 'Publish', {
      config,
      entry: 'functions/queues/publish.ts',
      timeout: Duration.seconds(60),
      memorySize: 512,
      environment: platformAccess,
    });
    consumeQueue(publish, publishQueue, { maxConcurrency: 50 });

    for (const publisher of [wake, publish]) {
      mayWriteTable(publisher, data.table, ['gsi2', 'gsi6']);
      mayUseCredentials(publisher, config, 'refresh');
      mayUseTexts(publisher, data.texts, 'read');
      maySend(publisher, publishQueue, 'PUBLISH_QUEUE_URL');
    }

    this.syncSchedules = new HeraldFunction(this, 'SyncSchedules', {
      config,
      entry: 'functions/streams/sync-schedules.ts',
      timeout: Duration.seconds(30),
      memorySize: 256,
    });
    consumeStream(this.syncSchedules, {
      table: data.table,
      deadLetters: data.syncSchedulesDeadLetters,
      filter: { dynamodb: { Keys: { sk: { S: [DISTRIBUTION_SORT_KEY, ACCOUNT_SORT_KEY] } } } },
    });
    maySend(this.syncSchedules, publishQueue, 'PUBLISH_QUEUE_URL');
    this.schedulerRole = new SchedulerRole(this, 'SchedulerRole', {
      scheduleGroup: data.scheduleGroup,
      target: wake,
      deadLetters: data.schedulerDeadLetters,
    });
    mayKeepSchedules(this.syncSchedules, config, this.schedulerRole);

    this.sweep = new HeraldFunction(this, 'Sweep', {
      config,
      entry: 'functions/cron/sweep.ts',
      timeout: Duration.seconds(60),
      memorySize: 256,
    });
    mayWriteTable(this.sweep, data.table, ['gsi5']);
    maySend(this.sweep, publishQueue, 'PUBLISH_QUEUE_URL');
    this.sweepTrigger = new PeriodicTrigger(this, 'SweepTrigger', { fn: this.sweep, every: Duration.minutes(2) });
  }
}
