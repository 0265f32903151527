import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import {
  type DeadLetterQueueName,
  deadLetterQueueNames,
  deadLetterQueues,
} from '../../shared/operations/dead-letters.ts';
import { deadLetterEndpoints } from '../../shared/operations/endpoints.ts';
import type { StageConfig } from '../config.ts';
import { addRoutes } from '../constructs/api-routes.ts';
import { mayPutEvents, mayReplay, maySend, mayWriteTable } from '../constructs/grants.ts';
import { HeraldAlarm, type HeraldAlarmProps } from '../constructs/herald-alarm.ts';
import { HeraldFunction } from '../constructs/herald-function.ts';
import { mayKeepSchedules } from '../constructs/scheduler-role.ts';
import type { ApiStack } from './api-stack.ts';
import type { DataStack } from './data-stack.ts';
import type { EventsStack } from './events-stack.ts';
import type { IntakeStack } from './intake-stack.ts';
import type { MetricsStack } from './metrics-stack.ts';
import type { PublishingStack } from './publishing-stack.ts';

export interface OperationsStackProps {
  config: StageConfig;
  data: DataStack;
  api: ApiStack;
  publishing: PublishingStack;
  metrics: MetricsStack;
  events: EventsStack;
  intake: IntakeStack;
}

/** Alarms on what a user would notice and on the safety net itself, and the way back for what was given up on. */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, props: OperationsStackProps) {
    const { config, data, api, publishing, metrics, events, intake } = props;
    super(scope, id, { stackName: `herald-${config.stage}-operations`, description: 'Herald: alarms, dead letters' });
    const alarm = (name: string, settings: Omit<HeraldAlarmProps, 'config'>) =>
      new HeraldAlarm(this, name, { config, ...settings });
    const minute = Duration.minutes(1);
    const fiveMinutes = Duration.minutes(5);
    const publishingMetric = (metricName: string, statistic: string) =>
      new Metric({
        namespace: 'Herald',
        metricName,
        dimensionsMap: { service: 'publishing', platform: 'all' },
        period: fiveMinutes,
        statistic,
      });

    const deadLetters: Record<DeadLetterQueueName, IQueue> = {
      publish: data.publishQueue.deadLetters,
      metrics: data.metricsQueue.deadLetters,
      scheduler: data.schedulerDeadLetters,
      wake: data.wakeDeadLetters,
      relay: data.relayDeadLetters,
      'sync-schedules': data.syncSchedulesDeadLetters,
      sweep: publishing.sweepTrigger.deadLetters,
      plan: metrics.planTrigger.deadLetters,
      import: intake.importQueue.deadLetters,
      feed: intake.feedQueue.deadLetters,
      'feed-plan': intake.feedPlanTrigger.deadLetters,
      series: intake.seriesTrigger.deadLetters,
    };
    for (const name of deadLetterQueueNames) {
      alarm(`${pascalCase(name)}DeadLetters`, {
        metric: deadLetters[name].metricApproximateNumberOfMessagesVisible({ period: minute, statistic: 'Maximum' }),
        description: deadLetterQueues[name].meaning,
      });
    }
    this.answerForDeadLetters(props, deadLetters);
    this.tellOperator(props);

    alarm('PublishQueueAge', {
      metric: data.publishQueue.queue.metricApproximateAgeOfOldestMessage({ period: minute, statistic: 'Maximum' }),
      // A message may wait on purpose for up to 900 seconds, and CloudWatch may count that time.
      above: 900,
      periods: 3,
      description: 'Posts wait in the publish queue beyond their time: look for throttles and errors of Publish.',
    });
    alarm('Overdue', {
      metric: publishingMetric('OverdueDistributions', 'Maximum'),
      periods: 3,
      description: 'Sweep after sweep finds posts that nobody looked at in time: read the Sweep logs for their ids.',
    });
    alarm('Late', {
      metric: publishingMetric('PublishLatenessMs', 'p99'),
      above: 10_000,
      periods: 2,
      description:
        'One post in a hundred goes out more than 10 seconds late, for ten minutes now. GET /api/v1/distributions?status=published shows it per post as lateByMs, and what a limit or a retry put off as deferredByMs; then the throttles, errors and duration of Publish, and the answer times of the platform.',
    });
    alarm('Unresolved', {
      metric: publishingMetric('PublishUnresolved', 'Sum'),
      description:
        'Nobody, not even the platform, can say whether a post went out. GET /api/v1/distributions?status=unknown names it: look at the platform and tell Herald with POST /api/v1/distributions/{id}/resolve.',
    });
    alarm('SweepErrors', {
      metric: publishing.sweep.metricErrors({ period: fiveMinutes, statistic: 'Sum' }),
      periods: 2,
      description: 'The sweep, which finds what everything else lost, keeps failing: read the Sweep logs.',
    });
    alarm('SweepSilent', {
      metric: publishing.sweep.metricInvocations({ period: fiveMinutes, statistic: 'Sum' }),
      below: 1,
      periods: 2,
      silence: 'alarm',
      description: 'The sweep has not run for ten minutes: check that its rule is enabled.',
    });
    for (const [name, fn] of Object.entries({ Relay: events.relay, SyncSchedules: publishing.syncSchedules })) {
      alarm(`${name}Behind`, {
        metric: fn.metric('IteratorAge', { period: minute, statistic: 'Maximum' }),
        above: 60_000,
        periods: 5,
        description: `${name} is more than a minute behind the table's stream: read its logs for a record that fails.`,
      });
    }
    alarm('ApiServerErrors', {
      metric: api.api.metricServerError({ period: fiveMinutes, statistic: 'Sum' }),
      above: 5,
      periods: 2,
      description:
        'The API answers with server errors: find the requests by status in its access log, and their requestId in the logs of the functions, which name the operation and the error.',
    });
  }
  /** The API's routes that send back what was given up on. Here, since only this stack knows every queue. */
  private answerForDeadLetters(props: OperationsStackProps, queues: Record<DeadLetterQueueName, IQueue>): void {
    const { config, data, api, publishing, intake } = props;
    const deadLetters = new HeraldFunction(this, 'DeadLetters', {
      config,
      entry: 'functions/api/dead-letters.ts',
      timeout: Duration.seconds(30),
      memorySize: 512,
    });
    mayWriteTable(deadLetters, data.table, ['gsi1', 'gsi4']);
    maySend(deadLetters, data.publishQueue.queue, 'PUBLISH_QUEUE_URL');
    maySend(deadLetters, data.metricsQueue.queue, 'METRICS_QUEUE_URL');
    maySend(deadLetters, intake.importQueue.queue, 'IMPORT_QUEUE_URL');
    maySend(deadLetters, intake.feedQueue.queue, 'FEED_QUEUE_URL');
    mayPutEvents(deadLetters, data.bus);
    mayKeepSchedules(deadLetters, config, publishing.schedulerRole);
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
  private tellOperator({ data, publishing, intake }: OperationsStackProps): void {
    const { role, props } = publishing.schedulerRole;
    const outputs = {
      PublishQueueUrl: data.publishQueue.queue.queueUrl,
      MetricsQueueUrl: data.metricsQueue.queue.queueUrl,
      ImportQueueUrl: intake.importQueue.queue.queueUrl,
      FeedQueueUrl: intake.feedQueue.queue.queueUrl,
      ScheduleGroupName: props.scheduleGroup.scheduleGroupName,
      SchedulerRoleArn: role.roleArn,
      SchedulerDlqArn: props.deadLetters.queueArn,
      WakeFunctionArn: props.target.functionArn,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}

/** `sync-schedules` as constructs are named: `SyncSchedules`. */
function pascalCase(name: string): string {
  return name.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
}
