import { Duration, Stack } from 'aws-cdk-lib';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { addressPolicy } from '../constructs/address-policy.ts';
import { maySend, mayUseCredentials, mayUseTexts, mayWriteTable } from '../constructs/grants.ts';
import { HeraldFunction } from '../constructs/herald-function.ts';
import { consumeQueue } from '../constructs/queue-consumer.ts';
import { mayKeepSchedules, SchedulerRole } from '../constructs/scheduler-role.ts';
import { consumeStream } from '../constructs/stream-consumer.ts';
import { CHECK_WINDOW, type DataStack } from './data-stack.ts';
import { wakeUpFilters } from './wake-up-filters.ts';

export interface PostsStackProps {
  config: StageConfig;
  data: DataStack;
  apiUrl: string;
}

/** Brings a distribution from the table to the platform: puts its schedule, wakes at its time and publishes. */
export class PostsStack extends Stack {
  readonly wake: HeraldFunction;
  readonly publish: HeraldFunction;
  readonly checkAttempts: HeraldFunction;
  readonly syncSchedules: HeraldFunction;
  readonly schedulerRole: SchedulerRole;

  constructor(scope: Construct, id: string, { config, data, apiUrl }: PostsStackProps) {
    super(scope, id, { stackName: `herald-${config.stage}-posts`, description: 'Herald: publishes posts' });
    const publishQueue = data.publishQueue.queue;
    const checkQueue = data.checkQueue.queue;
    const platformAccess = { API_URL: apiUrl, ...addressPolicy(this) };

    const wake = new HeraldFunction(this, 'functions/schedule/wake.ts', {
      config,
      timeout: Duration.seconds(120),
      environment: platformAccess,
      reserved: config.concurrency.reserved?.wake,
    });
    this.wake = wake;
    wake.configureAsyncInvoke({ retryAttempts: 2, onFailure: new SqsDestination(data.wakeDeadLetters) });

    const publish = new HeraldFunction(this, 'functions/queues/publish.ts', {
      config,
      timeout: Duration.seconds(60),
      environment: platformAccess,
      reserved: config.concurrency.reserved?.publish,
    });
    this.publish = publish;
    consumeQueue(publish, publishQueue, { maxConcurrency: config.concurrency.publish });

    for (const publisher of [wake, publish]) {
      // What is still scheduled for a deleted account is found by its status (gsi1).
      mayWriteTable(publisher, data.table, publisher === publish ? ['gsi1', 'gsi2', 'gsi6'] : ['gsi2', 'gsi6']);
      mayUseCredentials(publisher, { config, key: data.credentialsKey }, 'refresh');
      mayUseTexts(publisher, data.texts, 'read');
      maySend(publisher, publishQueue, 'PUBLISH_QUEUE_URL');
      maySend(publisher, checkQueue, 'CHECK_QUEUE_URL');
    }

    // Apart from the publisher, so that looking after the posts of one moment takes no place from those of the next.
    this.checkAttempts = new HeraldFunction(this, 'functions/queues/check-attempts.ts', {
      config,
      timeout: Duration.seconds(30),
    });
    consumeQueue(this.checkAttempts, checkQueue, {
      maxConcurrency: config.concurrency.checks,
      batch: { size: 10, window: CHECK_WINDOW },
    });
    mayWriteTable(this.checkAttempts, data.table);
    maySend(this.checkAttempts, publishQueue, 'PUBLISH_QUEUE_URL');
    maySend(this.checkAttempts, checkQueue, 'CHECK_QUEUE_URL');

    this.syncSchedules = new HeraldFunction(this, 'functions/streams/sync-schedules.ts', {
      config,
      timeout: Duration.seconds(30),
    });
    consumeStream(this.syncSchedules, {
      table: data.table,
      deadLetters: data.syncSchedulesDeadLetters,
      // A run has ten wake-ups on their way at a time; with room in the account, ten runs a shard make 2,000 a second where one
      // takes 50 ms.
      batchSize: 50,
      parallel: config.concurrency.wakeUps,
      filters: wakeUpFilters,
    });
    maySend(this.syncSchedules, publishQueue, 'PUBLISH_QUEUE_URL');
    maySend(this.syncSchedules, checkQueue, 'CHECK_QUEUE_URL');
    this.schedulerRole = new SchedulerRole(this, 'SchedulerRole', {
      scheduleGroup: data.scheduleGroup,
      target: wake,
      deadLetters: data.schedulerDeadLetters,
    });
    mayKeepSchedules(this.syncSchedules, config, this.schedulerRole);
  }
}
