import type { Message } from '@aws-sdk/client-sqs';
import { queueNameOf } from '../aws/arns.ts';
import { ACCOUNT_ID } from '../aws/identity.ts';
import type { LocalAws } from '../aws/open-aws.ts';

/** Members of a batch: one message each. */
type Entry = { ReceiptHandle?: string | undefined; VisibilityTimeout?: number };

export interface RoleQueuesOptions {
  aws: Pick<LocalAws, 'call' | 'endpoint'>;
  accessKeyIdOf(functionArn: string): string;
}

/**
 * SQS as Lambda uses it for a function: with the function's own role, so that a missing grant shows here too. The poller
 * and the queue are in one process, so their calls need no wire.
 */
export class RoleQueues {
  readonly #options: RoleQueuesOptions;

  constructor(options: RoleQueuesOptions) {
    this.#options = options;
  }

  urlOf(queueArn: string): string {
    return `${this.#options.aws.endpoint}/${ACCOUNT_ID}/${queueNameOf(queueArn)}`;
  }

  /** Binary values are base64 here, as on the wire. */
  async receive(functionArn: string, queueArn: string, MaxNumberOfMessages: number): Promise<Message[]> {
    const names = { MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All'] };
    const input = { MaxNumberOfMessages, ...names, WaitTimeSeconds: 0 };
    const { Messages } = await this.#call(functionArn, queueArn, 'ReceiveMessage', input);
    return (Messages ?? []) as Message[];
  }

  async delete(functionArn: string, queueArn: string, messages: Message[]): Promise<void> {
    const Entries = entriesOf(messages.map(({ ReceiptHandle }) => ({ ReceiptHandle })));
    await this.#call(functionArn, queueArn, 'DeleteMessageBatch', { Entries });
  }

  async holdBack(functionArn: string, queueArn: string, messages: Message[], VisibilityTimeout: number): Promise<void> {
    const Entries = entriesOf(messages.map(({ ReceiptHandle }) => ({ ReceiptHandle, VisibilityTimeout })));
    await this.#call(functionArn, queueArn, 'ChangeMessageVisibilityBatch', { Entries });
  }

  async send(functionArn: string, queueArn: string, MessageBody: string): Promise<void> {
    await this.#call(functionArn, queueArn, 'SendMessage', { MessageBody });
  }

  async #call(functionArn: string, queueArn: string, operation: string, input: object) {
    const { aws, accessKeyIdOf } = this.#options;
    const QueueUrl = this.urlOf(queueArn);
    const accessKeyId = accessKeyIdOf(functionArn);
    return await aws.call({ accessKeyId, service: 'sqs', operation, input: { QueueUrl, ...input } });
  }
}

const entriesOf = (entries: Entry[]) => entries.map((entry, index) => ({ Id: String(index), ...entry }));
