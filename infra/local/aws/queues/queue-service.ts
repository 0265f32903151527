import { queueArn, queueNameOf } from '../arns.ts';
import type { PolicyDocument } from '../iam/policy-document.ts';
import { ACCOUNT_ID } from '../identity.ts';
import { type CallContext, type JsonService, type Members, unknownOperation } from '../json-service.ts';
import { withGroups } from './fair-queue.ts';
import type { Fauxqs } from './open-fauxqs.ts';
import type { QueueActivity } from './queue-activity.ts';
import { refuseLongDelay, splitByDelay } from './queue-guards.ts';
import type { TraceHeaders } from './trace-headers.ts';

/** Each supported operation with the action that IAM knows it by. */
const ACTIONS: Record<string, string> = {
  CreateQueue: 'CreateQueue',
  DeleteQueue: 'DeleteQueue',
  GetQueueUrl: 'GetQueueUrl',
  ListQueues: 'ListQueues',
  GetQueueAttributes: 'GetQueueAttributes',
  SetQueueAttributes: 'SetQueueAttributes',
  PurgeQueue: 'PurgeQueue',
  SendMessage: 'SendMessage',
  SendMessageBatch: 'SendMessage',
  ReceiveMessage: 'ReceiveMessage',
  DeleteMessage: 'DeleteMessage',
  DeleteMessageBatch: 'DeleteMessage',
  ChangeMessageVisibility: 'ChangeMessageVisibility',
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
  TagQueue: 'TagQueue',
  UntagQueue: 'UntagQueue',
  ListQueueTags: 'ListQueueTags',
};

/** SQS: fauxqs answers; this adds the limits that fauxqs lacks and queue URLs that stay right over restarts. */
export class QueueService implements JsonService {
  readonly #fauxqs: Fauxqs;
  readonly #activity: QueueActivity;
  readonly #traceHeaders: TraceHeaders;
  readonly #endpoint: string;
  readonly #setPolicy: (queueArn: string, policy: PolicyDocument) => void;

  constructor(
    fauxqs: Fauxqs,
    activity: QueueActivity,
    traceHeaders: TraceHeaders,
    endpoint: string,
    setPolicy: (queueArn: string, policy: PolicyDocument) => void,
  ) {
    this.#setPolicy = setPolicy;
    this.#fauxqs = fauxqs;
    this.#activity = activity;
    this.#traceHeaders = traceHeaders;
    this.#endpoint = endpoint;
  }

  permissions(operation: string, input: Members) {
    const action = ACTIONS[operation];
    if (!action) throw unknownOperation('sqs', operation);
    return [{ action: `sqs:${action}`, resource: queueArn(nameIn(input) || '*') }];
  }

  async call(operation: string, input: Members, { traceHeader }: CallContext = {}): Promise<Members> {
    if (operation === 'SendMessage' || operation === 'SendMessageBatch') {
      const sent = await this.#send(operation, input);
      this.#traceHeaders.noteSent(input, sent, traceHeader);
      return sent;
    }
    if (operation === 'DeleteQueue') this.#activity.forget(nameIn(input));
    const answer = await this.#ask(operation, input);
    if (operation === 'ReceiveMessage') this.#traceHeaders.addTo(input, answer);
    const policy = (input.Attributes as Members | undefined)?.Policy;
    if (typeof policy === 'string') this.#setPolicy(queueArn(nameIn(input)), JSON.parse(policy) as PolicyDocument);
    return answer;
  }

  async #send(operation: 'SendMessage' | 'SendMessageBatch', input: Members): Promise<Members> {
    if (operation === 'SendMessageBatch') {
      return await withGroups((input.Entries ?? []) as Members[], () => this.#sendBatch(input));
    }
    refuseLongDelay(input);
    return await withGroups([input], () => this.#ask(operation, input));
  }

  async #sendBatch(input: Members): Promise<Members> {
    const { good, failed } = splitByDelay((input.Entries ?? []) as Members[]);
    if (failed.length === 0) return await this.#ask('SendMessageBatch', input);
    if (good.length === 0) {
      await this.#ask('GetQueueUrl', { QueueName: nameIn(input) });
      return { Successful: [], Failed: failed };
    }
    const answer = await this.#ask('SendMessageBatch', { ...input, Entries: good });
    return { ...answer, Failed: [...((answer.Failed ?? []) as unknown[]), ...failed] };
  }

  async #ask(operation: string, input: Members): Promise<Members> {
    const answer = await this.#fauxqs.askSqs(operation, input);
    return answer.QueueUrl === undefined && answer.QueueUrls === undefined
      ? answer
      : this.#withUrlsOfThisEndpoint(answer);
  }

  /** The stored URLs carry the port of the process that made the queue. */
  #withUrlsOfThisEndpoint(answer: Members): Members {
    const here = (url: unknown) => `${this.#endpoint}/${ACCOUNT_ID}/${queueNameOf(String(url))}`;
    return {
      ...answer,
      ...(answer.QueueUrl !== undefined && { QueueUrl: here(answer.QueueUrl) }),
      ...(Array.isArray(answer.QueueUrls) && { QueueUrls: answer.QueueUrls.map(here) }),
    };
  }
}

const nameIn = ({ QueueUrl, QueueName }: Members) => queueNameOf(String(QueueUrl ?? QueueName ?? ''));
