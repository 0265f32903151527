import { Duration, type Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { type IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import {
  type DeadLetterQueueName,
  deadLetterQueueNames,
  deadLetterQueues,
} from '../../shared/operations/dead-letters.ts';
import { HeraldAlarm, type HeraldAlarmProps } from '../constructs/herald-alarm.ts';
import type { HeraldFunction } from '../constructs/herald-function.ts';
import { pascalCase } from '../constructs/pascal-case.ts';

export interface AlarmsProps {
  topic: ITopic;
  deadLetters: Record<DeadLetterQueueName, IQueue>;
  publishQueue: IQueue;
  api: HttpApi;
  sweep: HeraldFunction;
  syncSchedules: HeraldFunction;
  relayEvents: HeraldFunction;
  /** What stands between a post and its moment, or between a request and its answer. */
  vital: Record<'Publish' | 'Wake' | 'Authorizer', HeraldFunction>;
  /** Functions that may send a message to the queue that they read. */
  selfFeeding: Record<'Publish' | 'CheckAttempts' | 'ImportRows' | 'SyncMetrics' | 'PollFeed', HeraldFunction>;
}

const minute = Duration.minutes(1);
const fiveMinutes = Duration.minutes(5);

/**
 * Alarms on what a user would notice, and on the safety net itself. Each text says what has happened and where to look
 * first, with names that an operator finds in the console: functions by their construct ids, requests by their paths.
 * docs/runbook.md explains each.
 */
export function addAlarms(stack: Stack, props: AlarmsProps): void {
  const { topic } = props;
  const add = (name: string, alarm: Omit<HeraldAlarmProps, 'topic'>) =>
    new HeraldAlarm(stack, name, { topic, ...alarm });
  for (const name of deadLetterQueueNames) {
    add(`${pascalCase(name)}DeadLetters`, {
      metric: props.deadLetters[name].metricApproximateNumberOfMessagesVisible({
        period: minute,
        statistic: 'Maximum',
      }),
      description: deadLetterQueues[name].meaning,
    });
  }
  const alarms = { ...postAlarms(), ...vitalAlarms(props), ...recursionAlarms(props), ...machineAlarms(props) };
  for (const [name, alarm] of Object.entries(alarms)) add(name, alarm);
}

type Alarms = Record<string, Omit<HeraldAlarmProps, 'topic'>>;

/** What has become of posts: figures that the functions write themselves (shared/aws/emit-metric.ts). */
function postAlarms(): Alarms {
  return {
    Failed: {
      metric: postMetric('PublishFailed', 'Sum'),
      description:
        'Herald gave up on a post. GET /api/v1/distributions?status=failed names it; its error says why and what to do: correct it (PATCH) or connect the account again, then POST /api/v1/distributions/{id}/retry.',
    },
    Missed: {
      metric: postMetric('PublishMissed', 'Sum'),
      description:
        'A post was so late that its late policy skipped it. GET /api/v1/distributions?status=missed names it; POST /api/v1/distributions/{id}/retry publishes it now. Its events say what held it up: an outage, a rate limit, or an account that waited for a new connection.',
    },
    OutcomeUnknown: {
      metric: postMetric('PublishOutcomeUnknown', 'Sum'),
      above: 5,
      description:
        'More than five publish calls in five minutes ended without an answer. Herald asks the platform about each. Act only if the alarm Unresolved follows. Look for timeouts in the logs of Publish and Wake, and at the status page of the platform.',
    },
    Unresolved: {
      metric: postMetric('PublishUnresolved', 'Sum'),
      description:
        'Herald could not find out whether a post was published. GET /api/v1/distributions?status=unknown names it: look at the platform and tell Herald with POST /api/v1/distributions/{id}/resolve.',
    },
    Late: {
      metric: postMetric('PublishLatenessMs', 'p99'),
      above: 10_000,
      periods: 2,
      description:
        'For ten minutes, one post in a hundred was published more than 10 seconds late. GET /api/v1/distributions?status=published shows lateByMs per post; then look at throttles, errors and duration of Publish, and at the answer times of the platform.',
    },
    Overdue: {
      metric: postMetric('OverdueDistributions', 'Maximum', Duration.minutes(2)),
      // A sweep comes every two minutes; what a single one finds is repaired with that.
      periods: 2,
      of: 3,
      description:
        'Two sweeps of three found posts that no worker had taken up in time: the logs of Sweep have their ids.',
    },
  };
}

/** Found within minutes, and not only by the posts that come late. */
function vitalAlarms({ vital }: AlarmsProps): Alarms {
  const alarms = Object.entries(vital).flatMap(([name, fn]): [string, Alarms[string]][] => [
    [
      `${name}Errors`,
      {
        metric: fn.metricErrors({ period: fiveMinutes, statistic: 'Sum' }),
        above: 2,
        description: `${name} crashes or runs out of time: read the logs of ${name}. What it had in hand comes again by itself.`,
      },
    ],
    [
      `${name}Throttled`,
      {
        metric: fn.metricThrottles({ period: minute, statistic: 'Sum' }),
        periods: 3,
        description: `Lambda has turned ${name} away for three minutes: compare ConcurrentExecutions with the account's limit, and ask for more or reserve a part (docs/deploy.md).`,
      },
    ],
  ]);
  return Object.fromEntries(alarms);
}

/** Lambda stops a function that feeds its own queue after about 16 times; the message ends in the dead-letter queue. */
function recursionAlarms({ selfFeeding }: AlarmsProps): Alarms {
  const alarms = Object.entries(selfFeeding).map(([name, fn]): [string, Alarms[string]] => [
    `${name}Recursion`,
    {
      metric: fn.metric('RecursiveInvocationsDropped', { period: fiveMinutes, statistic: 'Sum' }),
      description: `Lambda took ${name} for an endless loop and stopped it: the message goes to the dead-letter queue, and the logs of ${name} say what it is about. POST /api/v1/dead-letters/replay continues the work.`,
    },
  ]);
  return Object.fromEntries(alarms);
}

function machineAlarms({ publishQueue, sweep, relayEvents, syncSchedules, api }: AlarmsProps): Alarms {
  return {
    PublishQueueAge: {
      metric: publishQueue.metricApproximateAgeOfOldestMessage({ period: minute, statistic: 'Maximum' }),
      // Herald delays a message by up to 900 seconds, and CloudWatch may count that time.
      above: 900,
      periods: 3,
      description: 'Posts wait in the publish queue beyond their time: look for throttles and errors of Publish.',
    },
    SweepErrors: {
      metric: sweep.metricErrors({ period: fiveMinutes, statistic: 'Sum' }),
      periods: 2,
      description: 'The sweep, which finds what every other function lost, keeps failing: read the logs of Sweep.',
    },
    SweepSilent: {
      metric: sweep.metricInvocations({ period: fiveMinutes, statistic: 'Sum' }),
      below: 1,
      periods: 2,
      silence: 'alarm',
      description: 'The sweep has not run for ten minutes: check that its rule (SweepTrigger) is enabled.',
    },
    RelayEventsBehind: { metric: iteratorAge(relayEvents), ...behind('RelayEvents') },
    SyncSchedulesBehind: { metric: iteratorAge(syncSchedules), ...behind('SyncSchedules') },
    ApiServerErrors: {
      metric: api.metricServerError({ period: fiveMinutes, statistic: 'Sum' }),
      above: 5,
      periods: 2,
      description:
        'The API answers with server errors: find the requests by status in its access log, and their requestId in the logs of the functions, which name the operation and the error.',
    },
  };
}

function postMetric(metricName: string, statistic: string, period = fiveMinutes): IMetric {
  const dimensionsMap = { service: 'publishing', platform: 'all' };
  return new Metric({ namespace: 'Herald', metricName, dimensionsMap, period, statistic });
}

const iteratorAge = (fn: HeraldFunction) => fn.metric('IteratorAge', { period: minute, statistic: 'Maximum' });

const behind = (name: string) => ({
  above: 60_000,
  periods: 5,
  description: `${name} is more than a minute behind the table's stream: read its logs for a record that fails.`,
});
