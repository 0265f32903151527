import { Duration, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { HeraldAlarm, type HeraldAlarmProps } from '../constructs/herald-alarm.ts';
import type { ApiStack } from './api-stack.ts';
import type { DataStack } from './data-stack.ts';
import type { EventsStack } from './events-stack.ts';
import type { MetricsStack } from './metrics-stack.ts';
import type { PublishingStack } from './publishing-stack.ts';

export interface OperationsStackProps {
  config: StageConfig;
  data: DataStack;
  api: ApiStack;
  publishing: PublishingStack;
  metrics: MetricsStack;
  events: EventsStack;
}

/** Alarms on what a user would notice, and on the safety net itself. */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, props: OperationsStackProps) {
    const { config, data, api, publishing, metrics, events } = props;
    super(scope, id, { stackName: `herald-${config.stage}-operations`, description: 'Herald: alarms' });
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

    const deadLetters: Record<string, { queue: IQueue; meaning: string }> = {
      Publish: {
        queue: data.publishQueue.deadLetters,
        meaning:
          'Publishing failed five times. The sweep looks at the distribution; read its events and the Publish logs.',
      },
      Metrics: {
        queue: data.metricsQueue.deadLetters,
        meaning: 'Reading metrics failed five times. The next hour plans them again; read the SyncMetrics logs.',
      },
      Scheduler: {
        queue: data.schedulerDeadLetters,
        meaning:
          'Scheduler could not start the wake function: check the scheduler role and the function. The sweep publishes late.',
      },
      Wake: {
        queue: data.wakeDeadLetters,
        meaning: 'The wake function failed three times. The sweep publishes late; read the Wake logs.',
      },
      Relay: {
        queue: data.relayDeadLetters,
        meaning: 'Events did not reach the bus. They are in the table; read the Relay logs.',
      },
      SyncSchedules: {
        queue: data.syncSchedulesDeadLetters,
        meaning: 'A schedule does not match its distribution. The sweep publishes late; read the SyncSchedules logs.',
      },
      Sweep: {
        queue: publishing.sweepTrigger.deadLetters,
        meaning: 'The sweep failed three times. Without it lost wake-ups stay lost; read the Sweep logs.',
      },
      Plan: {
        queue: metrics.planTrigger.deadLetters,
        meaning: 'Metrics were not planned for an hour. The next hour catches up; read the PlanMetrics logs.',
      },
    };
    for (const [name, { queue, meaning }] of Object.entries(deadLetters)) {
      alarm(`${name}DeadLetters`, {
        metric: queue.metricApproximateNumberOfMessagesVisible({ period: minute, statistic: 'Maximum' }),
        description: meaning,
      });
    }

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
        'One post in a hundred goes out more than 10 seconds late, for ten minutes now. GET /api/v1/distributions?status=published shows lateByMs per post; then the throttles, errors and duration of Publish, and the answer times of the platform.',
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
      description: 'The API answers with server errors: find the requests by status in its access log.',
    });
  }
}
