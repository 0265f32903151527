import type { Stack } from 'aws-cdk-lib';
import { type IEventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { QueueWithDlq } from './queue-with-dlq.ts';

export interface StartByEventProps {
  bus: IEventBus;
  event: { type: string };
  queue: QueueWithDlq;
}

/**
 * Puts each event of one type from the bus into a work queue. A new thing and its event are written in one transaction, so
 * the work on it cannot be forgotten, and no request has to write to two places.
 *
 * A rule can name only one message group for all events, so these messages have none, and the fair queue takes each for
 * a tenant of its own. Quotas limit how many of them one tenant can cause (the `settings.ts` of each subject).
 */
export function startByEvent(stack: Stack, id: string, { bus, event, queue }: StartByEventProps): void {
  new Rule(stack, id, {
    eventBus: bus,
    eventPattern: { source: ['herald'], detailType: [event.type] },
    targets: [new SqsQueue(queue.queue, { deadLetterQueue: queue.deadLetters })],
  });
}
