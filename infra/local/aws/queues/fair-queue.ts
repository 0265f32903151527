import { AsyncLocalStorage } from 'node:async_hooks';
import type { Members } from '../json-service.ts';
import type { Queue } from './fauxqs.ts';

/** Entries of the call that is being answered, with the groups that fauxqs forgets for a standard queue. */
const sending = new AsyncLocalStorage<{ body: unknown; group: string }[]>();

/** Runs the answer to SendMessage or SendMessageBatch, so that `keepGroups` finds the group of each message. */
export function withGroups<Answer>(entries: Members[], answer: () => Promise<Answer>): Promise<Answer> {
  const grouped = entries.flatMap(({ MessageBody, MessageGroupId }) =>
    typeof MessageGroupId === 'string' ? [{ body: MessageBody, group: MessageGroupId }] : [],
  );
  return grouped.length === 0 ? answer() : sending.run(grouped, answer);
}

/**
 * SQS makes a standard queue fair where its messages have a MessageGroupId: a group whose messages fill the consumers
 * waits behind groups that have few in their hands. AWS begins with that once a group is noisy (more than a tenth of
 * what is in flight, or of the time of the consumers); here the group with the fewest messages in flight always comes
 * first, and among equals the one that was served longest ago. Each message without a group is a group of its own.
 */
export function makeFair(queue: Queue): void {
  if (queue.isFifo()) return;
  const servedAt = new Map<string, number>();
  let turns = 0;

  const enqueue = queue.enqueue.bind(queue);
  queue.enqueue = (message) => {
    const entries = sending.getStore();
    const index = entries?.findIndex(({ body }) => body === message.body) ?? -1;
    if (entries !== undefined && index >= 0) message.messageGroupId = entries.splice(index, 1)[0]!.group;
    enqueue(message);
  };

  const dequeue = queue.dequeue.bind(queue);
  queue.dequeue = (maxCount, ...rest) => {
    queue.processTimers();
    const inFlight = new Map<string, number>();
    for (const { message } of queue.inflightMessages.values()) count(inFlight, message.messageGroupId);
    const received: ReturnType<Queue['dequeue']> = [];
    for (let left = Math.min(maxCount, queue.messages.length); left > 0; left -= 1) {
      const group = putFairestFirst(queue, inFlight, servedAt);
      received.push(...dequeue(1, ...rest));
      count(inFlight, group);
      if (group !== undefined) servedAt.set(group, ++turns);
    }
    // Only groups with messages here are worth remembering.
    if (servedAt.size > 1_000) servedAt.clear();
    return received;
  };
}

function count(counts: Map<string, number>, group: string | undefined): void {
  if (group !== undefined) counts.set(group, (counts.get(group) ?? 0) + 1);
}

/** Moves the message that is to be handed out next to the front. @returns its group */
function putFairestFirst(queue: Queue, inFlight: Map<string, number>, servedAt: Map<string, number>) {
  const { messages } = queue;
  let best = 0;
  const rank = (group: string | undefined) =>
    group === undefined ? [0, 0] : [inFlight.get(group) ?? 0, servedAt.get(group) ?? 0];
  let [fewest, earliest] = rank(messages[0]?.messageGroupId) as [number, number];
  for (let index = 1; index < messages.length && fewest + earliest > 0; index += 1) {
    const [held, served] = rank(messages[index]!.messageGroupId) as [number, number];
    if (held > fewest || (held === fewest && served >= earliest)) continue;
    [best, fewest, earliest] = [index, held, served];
  }
  if (best > 0) messages.unshift(...messages.splice(best, 1));
  return messages[0]?.messageGroupId;
}
