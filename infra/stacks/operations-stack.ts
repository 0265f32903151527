import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { type DeadLetterQueueName, deadLetterQueueNames } from '../../shared/operations/dead-letters.ts';
import { deadLetterEndpoints } from '../../shared/operations/endpoints.ts';
import type { StageConfig } from '../config.ts';
import { alarmTopic } from '../constructs/alarm-topic.ts';
import { addRoutes } from '../constructs/api-routes.ts';
import { mayPutEvents, mayReplay, maySend, mayWriteTable } from '../constructs/grants.ts';
import { HeraldFunction } from '../constructs/herald-function.ts';
import { pascalCase } from '../constructs/pascal-case.ts';
import { PeriodicTrigger } from '../constructs/periodic-trigger.ts';
import { mayKeepSchedules } from '../constructs/scheduler-role.ts';
import type { ApiStack } from './api-stack.ts';
import type { DataStack } from './data-stack.ts';
import type { EventsStack } from './events-stack.ts';
import type { FeedsStack } from './feeds-stack.ts';
import type { ImportsStack } from './imports-stack.ts';
import type { LearningStack } from './learning-stack.ts';
import { addAlarms } from './operations-alarms.ts';
import type { PostsStack } from './posts-stack.ts';
import type { SeriesStack } from './series-stack.ts';

export interface OperationsStackProps {
  config: StageConfig;
  data: DataStack;
  api: ApiStack;
  posts: PostsStack;
  series: SeriesStack;
  imports: ImportsStack;
  feeds: FeedsStack;
  events: EventsStack;
  learning: LearningStack;
}

/** The sweep behind all workers, the alarms, and the way back for dead letters. */
export class OperationsStack extends Stack {
  private readonly props: OperationsStackProps;

  constructor(scope: Construct, id: string, props: OperationsStackProps) {
    const { config, data, posts, series, imports, feeds, learning } = props;
    super(scope, id, {
      stackName: `herald-${config.stage}-operations`,
      description: 'Herald: sweep, alarms, dead letters',
    });
    this.props = props;

    const sweep = new HeraldFunction(this, 'functions/cron/sweep.ts', {
      config,
      timeout: Duration.seconds(60),
    });
    mayWriteTable(sweep, data.table, ['gsi5']);
    maySend(sweep, data.publishQueue.queue, 'PUBLISH_QUEUE_URL');
    maySend(sweep, data.checkQueue.queue, 'CHECK_QUEUE_URL');
    const sweepTrigger = new PeriodicTrigger(this, 'SweepTrigger', { fn: sweep, every: Duration.minutes(2) });

    const deadLetters: Record<DeadLetterQueueName, IQueue> = {
      publish: data.publishQueue.deadLetters,
      check: data.checkQueue.deadLetters,
      metrics: learning.metricsQueue.deadLetters,
      scheduler: data.schedulerDeadLetters,
      wake: data.wakeDeadLetters,
      relay: data.relayDeadLetters,
      'sync-schedules': data.syncSchedulesDeadLetters,
      sweep: sweepTrigger.deadLetters,
      plan: learning.planTrigger.deadLetters,
      import: imports.importQueue.deadLetters,
      feed: feeds.feedQueue.deadLetters,
      'feed-plan': feeds.planTrigger.deadLetters,
      series: series.trigger.deadLetters,
    };
    const topic = alarmTopic(this);
    new CfnOutput(this, 'AlarmTopicArn', { value: topic.topicArn });
    addAlarms(this, {
      topic,
      deadLetters,
      publishQueue: data.publishQueue.queue,
      api: props.api.api,
      sweep,
      syncSchedules: posts.syncSchedules,
      relayEvents: props.events.relayEvents,
      vital: { Publish: posts.publish, Wake: posts.wake, Authorizer: props.api.authorizerFunction },
      selfFeeding: {
        Publish: posts.publish,
        CheckAttempts: posts.checkAttempts,
        ImportRows: imports.importRows,
        SyncMetrics: learning.syncMetrics,
        PollFeed: feeds.pollFeed,
      },
    });
    this.answerForDeadLetters(deadLetters);
    this.tellOperator();
  }

  /** The API's routes that replay dead letters: they need every queue, and the API's own stack comes before the others. */
  private answerForDeadLetters(queues: Record<DeadLetterQueueName, IQueue>): void {
    const { config, data, api, posts, imports, feeds, learning } = this.props;
    const deadLetters = new HeraldFunction(this, 'functions/api/dead-letters.ts', {
      config,
      timeout: Duration.seconds(30),
    });
    mayWriteTable(deadLetters, data.table, ['gsi1', 'gsi4']);
    maySend(deadLetters, data.publishQueue.queue, 'PUBLISH_QUEUE_URL');
    maySend(deadLetters, data.checkQueue.queue, 'CHECK_QUEUE_URL');
    maySend(deadLetters, learning.metricsQueue.queue, 'METRICS_QUEUE_URL');
    maySend(deadLetters, imports.importQueue.queue, 'IMPORT_QUEUE_URL');
    maySend(deadLetters, feeds.feedQueue.queue, 'FEED_QUEUE_URL');
    mayPutEvents(deadLetters, data.bus);
    mayKeepSchedules(deadLetters, config, posts.schedulerRole);
    for (const name of deadLetterQueueNames) {
      mayReplay(deadLetters, queues[name], `${name.toUpperCase().replaceAll('-', '_')}_DEAD_LETTERS_URL`);
      new CfnOutput(this, `${pascalCase(name)}DeadLettersUrl`, { value: queues[name].queueUrl });
    }
    addRoutes(this, {
      api: api.api,
      endpoints: deadLetterEndpoints,
      functions: { 'dead-letters': deadLetters },
      authorizer: api.authorizer,
    });
  }

  /**
   * What an operator's command needs to know of the deployment. Each output is the environment variable of the same
   * name (`TableName`: TABLE_NAME), as functions have it.
   */
  private tellOperator(): void {
    const { data, posts, imports, feeds, learning } = this.props;
    const { role, props } = posts.schedulerRole;
    const outputs = {
      PublishQueueUrl: data.publishQueue.queue.queueUrl,
      CheckQueueUrl: data.checkQueue.queue.queueUrl,
      MetricsQueueUrl: learning.metricsQueue.queue.queueUrl,
      ImportQueueUrl: imports.importQueue.queue.queueUrl,
      FeedQueueUrl: feeds.feedQueue.queue.queueUrl,
      ScheduleGroupName: props.scheduleGroup.scheduleGroupName,
      SchedulerRoleArn: role.roleArn,
      SchedulerDlqArn: props.deadLetters.queueArn,
      WakeFunctionArn: props.target.functionArn,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
