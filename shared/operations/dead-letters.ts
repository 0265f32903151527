import * as z from 'zod';

export const deadLetterQueueNames = [
  'publish',
  'check',
  'metrics',
  'scheduler',
  'wake',
  'relay',
  'sync-schedules',
  'sweep',
  'plan',
  'import',
  'feed',
  'feed-plan',
  'series',
] as const;
export const deadLetterQueueNameSchema = z.enum(deadLetterQueueNames);
export type DeadLetterQueueName = (typeof deadLetterQueueNames)[number];

interface DeadLetterQueueText {
  /** What has happened and where to look first; also the text of the queue's alarm. */
  meaning: string;
  /** What a replay does with its messages. */
  replay: string;
}

export const deadLetterQueues: Record<DeadLetterQueueName, DeadLetterQueueText> = {
  publish: {
    meaning:
      'Publishing failed five times. The sweep takes up the distribution; read its events and the logs of Publish.',
    replay:
      'Goes back to the publish queue. A message whose post is published, cancelled or has a newer plan is only deleted.',
  },
  check: {
    meaning:
      'Looking after a publisher that may have died failed five times. The sweep looks after its post; read the logs of CheckAttempts.',
    replay:
      'Goes back to the check queue. A message whose post is published, cancelled or has a newer plan is only deleted.',
  },
  metrics: {
    meaning: 'Reading metrics failed five times. The next hour plans them again; read the logs of SyncMetrics.',
    replay: 'Goes back to the metrics queue. Figures that are recorded already are not written again.',
  },
  scheduler: {
    meaning:
      'EventBridge Scheduler could not start Wake: check the function and the role SchedulerRole. The sweep publishes late.',
    replay: 'Its plan goes to the publish queue, unless it is carried out or replaced.',
  },
  wake: {
    meaning: 'Wake failed three times. The sweep publishes late; read the logs of Wake.',
    replay: 'Its plan goes to the publish queue, unless it is carried out or replaced.',
  },
  relay: {
    meaning: 'Events did not reach the bus. They are in the table; read the logs of RelayEvents.',
    replay: 'It names a range of time: the events of that time go on the bus again, with the same ids.',
  },
  'sync-schedules': {
    meaning: 'A schedule does not match its distribution. The sweep publishes late; read the logs of SyncSchedules.',
    replay: 'It names no distribution: Herald checks the wake-ups of all scheduled ones and repairs them.',
  },
  sweep: {
    meaning: 'The sweep failed three times. Without it lost wake-ups stay lost; read the logs of Sweep.',
    replay: 'A missed tick. The next tick has done its work: only deleted.',
  },
  plan: {
    meaning: 'Metrics were not planned for an hour. The next hour catches up; read the logs of PlanMetrics.',
    replay: 'A missed tick. The next tick has done its work: only deleted.',
  },
  import: {
    meaning: 'A part of an import failed five times, and the import waits for it; read the logs of ImportRows.',
    replay: 'Goes back to the import queue. Rows that are created already are not created again.',
  },
  feed: {
    meaning:
      'Reading a feed failed five times. The next tick, within 15 minutes, reads it again; read the logs of PollFeed.',
    replay: 'Goes back to the feed queue. Entries that became posts already are not taken again.',
  },
  'feed-plan': {
    meaning: 'Feeds were not read for 15 minutes. The next tick catches up; read the logs of PlanFeeds.',
    replay: 'A missed tick. The next tick has done its work: only deleted.',
  },
  series: {
    meaning:
      'Series did not get their next posts for five minutes. The next tick catches up; read the logs of RepeatSeries.',
    replay: 'A missed tick. The next tick has done its work: only deleted.',
  },
};
