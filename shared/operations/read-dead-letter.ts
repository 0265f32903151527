import * as z from 'zod';
import type { WorkQueue } from '../aws/queues.ts';
import { feedMessageSchema } from '../feeds/feed-messages.ts';
import { importMessageSchema } from '../imports/import-messages.ts';
import { metricsMessageSchema } from '../learning/metrics-messages.ts';
import { type PublicationRef, publicationRefSchema, publishMessageSchema } from '../posts/model/publication-ref.ts';
import type { DeadLetterQueueName } from './dead-letters.ts';

/** What a dead letter asks for. */
type DeadLetterContent =
  /** A message of a work queue. `plan`: the plan that it is to carry out, which may be done or replaced. */
  | { kind: 'work'; tenantId: string; queue: WorkQueue; plan: PublicationRef | undefined }
  /** A wake-up that did not get through. */
  | { kind: 'plan'; tenantId: string; plan: PublicationRef }
  /** Positions of records in the table's stream that a function failed at: only their time is known. */
  | { kind: 'positions'; from: string; to: string }
  | { kind: 'tick' }
  /** `tenantId` where at least that can be read. */
  | { kind: 'unreadable'; tenantId: string | undefined; reason: string };

const positionsSchema = z.object({
  DDBStreamBatchInfo: z.object({
    approximateArrivalOfFirstRecord: z.iso.datetime(),
    approximateArrivalOfLastRecord: z.iso.datetime(),
  }),
});
/** Scheduler keeps the request that it would have made of Lambda; some targets leave the bare input. */
const requestSchema = z.object({ Payload: z.string() });
/** What Lambda keeps of an invocation that failed. */
const failureSchema = z.object({ requestPayload: z.unknown() });
const tenantSchema = z.object({ tenantId: z.string() });
/** Reads a message by the queue that it lies in. */
export function readDeadLetter(queue: DeadLetterQueueName, body: string): DeadLetterContent {
  if (isTickQueue(queue)) return { kind: 'tick' };
  let content: unknown;
  try {
    content = JSON.parse(body);
  } catch {
    return { kind: 'unreadable', tenantId: undefined, reason: 'It is not JSON.' };
  }
  try {
    return read(queue, content);
  } catch (error) {
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
    const place = issue?.path.join('.') || 'its shape';
    const inner = payloadOf(content);
    const tenantId = (tenantSchema.safeParse(content).data ?? tenantSchema.safeParse(inner).data)?.tenantId;
    return { kind: 'unreadable', tenantId, reason: `It is not a message of this queue: ${place} is wrong.` };
  }
}

/** Queues of ticks, which carry no data. */
const tickQueues = ['sweep', 'plan', 'feed-plan', 'series'] as const;
type TickQueue = (typeof tickQueues)[number];
const isTickQueue = (queue: DeadLetterQueueName): queue is TickQueue => tickQueues.includes(queue as TickQueue);

function read(queue: Exclude<DeadLetterQueueName, TickQueue>, content: unknown): DeadLetterContent {
  switch (queue) {
    case 'publish': {
      const message = publishMessageSchema.parse(content);
      // The other kinds have work to do also when the plan is over.
      const plan = message.kind === 'publish' ? publicationRefSchema.parse(message) : undefined;
      return { kind: 'work', tenantId: message.tenantId, queue: 'PUBLISH_QUEUE_URL', plan };
    }
    case 'check': {
      const plan = publicationRefSchema.parse(content);
      return { kind: 'work', tenantId: plan.tenantId, queue: 'CHECK_QUEUE_URL', plan };
    }
    case 'metrics': {
      const { tenantId } = metricsMessageSchema.parse(content);
      return { kind: 'work', tenantId, queue: 'METRICS_QUEUE_URL', plan: undefined };
    }
    case 'import': {
      const { tenantId } = importMessageSchema.parse(content);
      return { kind: 'work', tenantId, queue: 'IMPORT_QUEUE_URL', plan: undefined };
    }
    case 'feed': {
      const { tenantId } = feedMessageSchema.parse(content);
      return { kind: 'work', tenantId, queue: 'FEED_QUEUE_URL', plan: undefined };
    }
    case 'scheduler':
    case 'wake': {
      const plan = publicationRefSchema.parse(payloadOf(content));
      return { kind: 'plan', tenantId: plan.tenantId, plan };
    }
    default: {
      const { DDBStreamBatchInfo: at } = positionsSchema.parse(content);
      return { kind: 'positions', from: at.approximateArrivalOfFirstRecord, to: at.approximateArrivalOfLastRecord };
    }
  }
}

/** What the wake function was or would have been given. */
function payloadOf(content: unknown): unknown {
  const failure = failureSchema.safeParse(content).data;
  if (failure?.requestPayload !== undefined) return failure.requestPayload;
  const request = requestSchema.safeParse(content).data;
  if (request === undefined) return content;
  try {
    return JSON.parse(request.Payload);
  } catch {
    // Scheduler cut it off.
    return content;
  }
}
