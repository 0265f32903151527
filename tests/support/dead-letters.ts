import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Herald } from './herald.ts';

/** A queue of the deployment by the name of its output, e.g. `WakeDeadLettersUrl`, as an operator reaches it. */
export function queueOf({ cloud }: Herald, output: string) {
  const sqs = new SQSClient({
    endpoint: cloud.awsEndpoint,
    region: 'us-east-1',
    credentials: cloud.adminCredentials,
  });
  const QueueUrl = cloud.outputs[output]!;
  return {
    async put(content: object | string): Promise<string> {
      const MessageBody = typeof content === 'string' ? content : JSON.stringify(content);
      const MessageAttributes = { ERROR_CODE: { DataType: 'String', StringValue: 'Test' } };
      const { MessageId } = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageAttributes }));
      return MessageId!;
    },
    /** The ids of all messages that anybody could receive now. */
    async visible(): Promise<string[]> {
      const settings = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 };
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(settings));
      return Messages.map(({ MessageId }) => MessageId!).sort();
    },
  };
}
