import { Duration, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { feedEvents } from '../../shared/feeds/events.ts';
import type { StageConfig } from '../config.ts';
import { addressPolicy } from '../constructs/address-policy.ts';
import { mayReadTable, maySend, mayUseTexts, mayWriteTable } from '../constructs/grants.ts';
import { HeraldFunction } from '../constructs/herald-function.ts';
import { PeriodicTrigger } from '../constructs/periodic-trigger.ts';
import { consumeQueue } from '../constructs/queue-consumer.ts';
import { QueueWithDlq } from '../constructs/queue-with-dlq.ts';
import { startByEvent } from '../constructs/start-by-event.ts';
import type { DataStack } from './data-stack.ts';

/** Reads each feed when it is created and every 15 minutes, and creates a post of each new entry. */
export class FeedsStack extends Stack {
  /** Here and not with the data: its policy names the rule of this stack. */
  readonly feedQueue: QueueWithDlq;
  readonly planTrigger: PeriodicTrigger;
  readonly pollFeed: HeraldFunction;

  constructor(scope: Construct, id: string, { config, data }: { config: StageConfig; data: DataStack }) {
    super(scope, id, { stackName: `herald-${config.stage}-feeds`, description: 'Herald: creates posts from feeds' });
    const timeout = Duration.seconds(60);
    this.feedQueue = new QueueWithDlq(this, 'FeedQueue', { consumerTimeout: timeout });
    startByEvent(this, 'FeedRule', { bus: data.bus, event: feedEvents.FEED_CREATED, queue: this.feedQueue });

    const plan = new HeraldFunction(this, 'functions/cron/plan-feeds.ts', { config, timeout });
    mayReadTable(plan, data.table, ['gsi1']);
    maySend(plan, this.feedQueue.queue, 'FEED_QUEUE_URL');
    this.planTrigger = new PeriodicTrigger(this, 'FeedPlanTrigger', { fn: plan, every: Duration.minutes(15) });

    const poll = new HeraldFunction(this, 'functions/queues/poll-feed.ts', {
      config,
      timeout,
      environment: addressPolicy(this),
    });
    this.pollFeed = poll;
    // Where there are many tenants, it plans those that it is given (gsi1).
    mayWriteTable(poll, data.table, ['gsi1', 'gsi2']);
    maySend(poll, this.feedQueue.queue, 'FEED_QUEUE_URL');
    mayUseTexts(poll, data.texts, 'read and write');
    consumeQueue(poll, this.feedQueue.queue, { maxConcurrency: config.concurrency.feeds });
  }
}
