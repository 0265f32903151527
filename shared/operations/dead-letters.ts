import * as z from 'zod';

export const deadLetterQueueNames = [
  'publish',
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
    meaning: 'Publishing failed five times. The sweep looks at the distribution; read its events and the Publish logs.',
    replay: 'Sent back to the publish queue. What is published, cancelled or of an older plan is only cleared away.',
  },
  metrics: {
    meaning: 'Reading metrics failed five times. The next hour plans them again; read the SyncMetrics logs.',
    replay: 'Sent back to the metrics queue. Figures that are recorded already are not written again.',
  },
  scheduler: {
    meaning:
      'Scheduler could not start the wake function: check the scheduler role and the function. The sweep publishes late.',
    replay: 'The plan in it goes to the publish queue, unless it is carried out or replaced.',
  },
  wake: {
    meaning: 'The wake function failed three times. The sweep publishes late; read the Wake logs.',
    replay: 'The plan in it goes to the publish queue, unless it is carried out or replaced.',
  },
  relay: {
    meaning: 'Events did not reach the bus. They are in the table; read the RelayEvents logs.',
    replay: 'It names a stretch of time: the events of that time go onto the bus again, with the ids they have.',
  },
  'sync-schedules': {
    meaning: 'A schedule does not match its distribution. The sweep publishes late; read the SyncSchedules logs.',
    replay: 'It names no distribution: the wake-ups of all scheduled ones are looked at and mended.',
  },
  sweep: {
    meaning: 'The sweep failed three times. Without it lost wake-ups stay lost; read the Sweep logs.',
    replay: 'A missed tick, which the next tick has made good: only cleared away.',
  },
  plan: {
    meaning: 'Metrics were not planned for an hour. The next hour catches up; read the PlanMetrics logs.',
    replay: 'A missed tick, which the next tick has made good: only cleared away.',
  },
  import: {
    meaning: 'A part of an import failed five times, and the import goes on waiting for it; read the ImportRows logs.',
    replay: 'Sent back to the import queue. Rows that are created already are found and not created again.',
  },
  feed: {
    meaning:
      'A feed could not be worked off five times. The next quarter of an hour asks again; read the PollFeed logs.',
    replay: 'Sent back to the feed queue. Entries that were taken already are known and not taken again.',
  },
  'feed-plan': {
    meaning: 'Feeds were not asked for a quarter of an hour. The next one catches up; read the PlanFeeds logs.',
    replay: 'A missed tick, which the next tick has made good: only cleared away.',
  },
  series: {
    meaning:
      'Series did not get their next posts for five minutes. The next tick catches up; read the RepeatSeries logs.',
    replay: 'A missed tick, which the next tick has made good: only cleared away.',
  },
};
