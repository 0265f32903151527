import { AwsError } from '../aws-error.ts';
import type { Members } from '../json-service.ts';
import type { Queue } from './fauxqs.ts';

/** Nobody says of a message that its retention has ended; more than so many are not on their way at once. */
const MAX_KEPT = 100_000;

interface SentEntry {
  Id?: string;
  MessageId: string;
}

/**
 * The `AWSTraceHeader` of each message, which SQS keeps beside it: of the call that sent it, or as the sender gave it.
 * fauxqs has no system attributes. They are in memory alone: after a restart a message begins a new chain.
 */
export class TraceHeaders {
  readonly #byMessage = new Map<string, string>();

  /** Forgets a message's header when the message is deleted. */
  watch(queue: Queue): void {
    const deleteMessage = queue.deleteMessage.bind(queue);
    queue.deleteMessage = (receiptHandle) => {
      const messageId = queue.inflightMessages.get(receiptHandle)?.message.messageId;
      if (messageId !== undefined) this.#byMessage.delete(messageId);
      return deleteMessage(receiptHandle);
    };
  }

  /** @param caller the header of the HTTP request */
  noteSent(input: Members, answer: Members, caller: string | undefined): void {
    const entries = (input.Entries as Members[] | undefined) ?? [input];
    const sent = (answer.Successful as SentEntry[] | undefined) ?? [answer as unknown as SentEntry];
    for (const { Id, MessageId } of sent) {
      const entry = Id === undefined ? entries[0] : entries.find((one) => one.Id === Id);
      const header = ownHeader(entry) ?? caller;
      if (header !== undefined) this.#keep(MessageId, header);
    }
  }

  addTo(input: Members, answer: Members): void {
    const names = [input.AttributeNames, input.MessageSystemAttributeNames].flat();
    if (!names.includes('All') && !names.includes('AWSTraceHeader')) return;
    for (const message of (answer.Messages ?? []) as (Members & { MessageId: string; Attributes?: Members })[]) {
      const header = this.#byMessage.get(message.MessageId);
      if (header !== undefined) message.Attributes = { ...message.Attributes, AWSTraceHeader: header };
    }
  }

  #keep(messageId: string, header: string): void {
    this.#byMessage.set(messageId, header);
    if (this.#byMessage.size <= MAX_KEPT) return;
    const oldest = this.#byMessage.keys().next().value;
    if (oldest !== undefined) this.#byMessage.delete(oldest);
  }
}

/** @throws AwsError InvalidParameterValue for a system attribute that SQS does not have */
function ownHeader(entry: Members | undefined): string | undefined {
  const attributes = (entry?.MessageSystemAttributes ?? {}) as Record<string, { StringValue?: string }>;
  const unknown = Object.keys(attributes).find((name) => name !== 'AWSTraceHeader');
  if (unknown === undefined) return attributes.AWSTraceHeader?.StringValue;
  throw new AwsError('InvalidParameterValue', `Message system attribute name '${unknown}' is invalid.`);
}
