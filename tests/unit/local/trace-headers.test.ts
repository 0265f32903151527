import { expect, it } from 'vitest';
import { SqsStore } from '../../../infra/local/aws/queues/fauxqs.ts';
import { TraceHeaders } from '../../../infra/local/aws/queues/trace-headers.ts';

it('the trace header of a message is kept until the message is deleted, and no longer', () => {
  const queue = new SqsStore().createQueue('q', 'http://localhost/0/q', 'arn:aws:sqs:us-east-1:0:q', {}, {});
  const headers = new TraceHeaders();
  headers.watch(queue);
  const message = SqsStore.createMessage('body', {});
  queue.enqueue(message);
  headers.noteSent({}, { MessageId: message.messageId }, 'Root=1');

  const [received] = queue.dequeue(1);
  const headerNow = () => {
    const answer = { Messages: [{ MessageId: message.messageId, Attributes: {} }] };
    headers.addTo({ MessageSystemAttributeNames: ['AWSTraceHeader'] }, answer);
    return answer.Messages[0]!.Attributes;
  };
  expect(headerNow()).toEqual({ AWSTraceHeader: 'Root=1' });
  expect(queue.deleteMessage(received!.ReceiptHandle)).toBe(true);
  expect(headerNow()).toEqual({});
});
