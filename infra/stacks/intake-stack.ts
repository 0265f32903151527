import { Duration, Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { addressPolicy } from '../constructs/address-policy.ts';
import { mayReadTable, maySend, mayUseImportFiles, mayUseTexts, mayWriteTable } from '../constructs/grants.ts';
import { HeraldFunction } from '../constructs/herald-function.ts';
import { PeriodicTrigger } from '../constructs/periodic-trigger.ts';
import { consumeQueue } from '../constructs/queue-consumer.ts';
import { QueueWithDlq } from '../constructs/queue-with-dlq.ts';
import type { DataStack } from './data-stack.ts';

/** Posts that come by themselves: from rows of a file, in chunks; from entries, feed by feed; again, by a series' rule. */
export class IntakeStack extends Stack {
  /** Here and not with the data: their policies name the rules. */
  readonly importQueue: QueueWithDlq;
  readonly feedQueue: QueueWithDlq;
  readonly feedPlanTrigger: PeriodicTrigger;
  readonly seriesTrigger: PeriodicTrigger;

  constructor(scope: Construct, id: string, { config, data }: { config: StageConfig; data: DataStack }) {
    super(scope, id, { stackName: `herald-${config.stage}-intake`, description: 'Herald: imports, feeds and series' });
    const timeout = Duration.seconds(60);
    this.importQueue = new QueueWithDlq(this, 'ImportQueue', { consumerTimeout: timeout });
    startByEvent(this, 'ImportRule', data, 'IMPORT_CREATED', this.importQueue);

    const importRows = new HeraldFunction(this, 'ImportRows', {
      config,
      entry: 'functions/queues/import-rows.ts',
      timeout,
      memorySize: 1024,
    });
    // Whatever plans a time reads what is planned around it.
    mayWriteTable(importRows, data.table, ['gsi2']);
    mayUseTexts(importRows, data.texts, 'read and write');
    mayUseImportFiles(importRows, data.importFiles);
    maySend(importRows, this.importQueue.queue, 'IMPORT_QUEUE_URL');
    consumeQueue(importRows, this.importQueue.queue, { maxConcurrency: 5 });

    this.feedQueue = new QueueWithDlq(this, 'FeedQueue', { consumerTimeout: timeout });
    startByEvent(this, 'FeedRule', data, 'FEED_CREATED', this.feedQueue);
    const plan = new HeraldFunction(this, 'PlanFeeds', {
      config,
      entry: 'functions/cron/plan-feeds.ts',
      timeout,
      memorySize: 256,
    });
    mayReadTable(plan, data.table, ['gsi1']);
    maySend(plan, this.feedQueue.queue, 'FEED_QUEUE_URL');
    this.feedPlanTrigger = new PeriodicTrigger(this, 'FeedPlanTrigger', { fn: plan, every: Duration.minutes(15) });

    const poll = new HeraldFunction(this, 'PollFeed', {
      config,
      entry: 'functions/queues/poll-feed.ts',
      timeout,
      memorySize: 512,
      environment: addressPolicy(this),
    });
    mayWriteTable(poll, data.table, ['gsi2']);
    mayUseTexts(poll, data.texts, 'read and write');
    consumeQueue(poll, this.feedQueue.queue, { maxConcurrency: 5 });

    const repeat = new HeraldFunction(this, 'RepeatSeries', {
      config,
      entry: 'functions/cron/repeat-series.ts',
      timeout,
      memorySize: 512,
    });
    mayWriteTable(repeat, data.table, ['gsi2', 'gsi5']);
    mayUseTexts(repeat, data.texts, 'read and write');
    this.seriesTrigger = new PeriodicTrigger(this, 'SeriesTrigger', { fn: repeat, every: Duration.minutes(5) });
  }
}

/**
 * Has the event of a new thing start the work on it: the event is in the thing's own transaction, so the work cannot be
 * forgotten, and no request has to write to two places.
 */
function startByEvent(stack: Stack, id: string, data: DataStack, type: string, { queue, deadLetters }: QueueWithDlq) {
  new Rule(stack, id, {
    eventBus: data.bus,
    eventPattern: { source: ['herald'], detailType: [type] },
    targets: [new SqsQueue(queue, { deadLetterQueue: deadLetters })],
  });
}
