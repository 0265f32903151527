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
 */
export function startByEvent(stack: Stack, id: string, { bus, event, queue }: StartByEventProps): void {
  new Rule(stack, id, {
    eventBus: bus,
    eventPattern: { source: ['herald'], detailType: [event.type] },
    targets: [new SqsQueue(queue.queue, { deadLetterQueue: queue.deadLetters })],
  });
}
