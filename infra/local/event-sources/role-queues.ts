import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { queueNameOf } from '../aws/arns.ts';
import { ACCOUNT_ID, REGION } from '../aws/identity.ts';
import type { ClientAccess } from '../provision/aws-clients.ts';

/** SQS as Lambda uses it for a function: with the function's own role, so that a missing grant shows here too. */
export class RoleQueues {
  readonly #accessOf: (functionArn: string) => ClientAccess;
  readonly #clients = new Map<string, SQSClient>();

  constructor(accessOf: (functionArn: string) => ClientAccess) {
    this.#accessOf = accessOf;
  }

  clientOf(functionArn: string): SQSClient {
    const known = this.#clients.get(functionArn);
    if (known) return known;
    const client = new SQSClient({ ...this.#accessOf(functionArn), region: REGION });
    this.#clients.set(functionArn, client);
    return client;
  }

  urlOf(functionArn: string, queueArn: string): string {
    return `${this.#accessOf(functionArn).endpoint}/${ACCOUNT_ID}/${queueNameOf(queueArn)}`;
  }

  async send(functionArn: string, queueArn: string, MessageBody: string): Promise<void> {
    const QueueUrl = this.urlOf(functionArn, queueArn);
    await this.clientOf(functionArn).send(new SendMessageCommand({ QueueUrl, MessageBody }));
  }

  close(): void {
    for (const client of this.#clients.values()) client.destroy();
  }
}
