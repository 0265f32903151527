import { queueNameOf, serviceOf } from '../arns.ts';
import type { RequiredPermission } from '../iam/required-permission.ts';
import type { JsonService } from '../json-service.ts';

/** What Scheduler and EventBridge can deliver to. */
export interface Targets {
  invokeFunction(functionArn: string, payload: unknown): Promise<void>;
  sendMessage(queueArn: string, body: string, options?: MessageOptions): Promise<void>;
}

export interface MessageOptions {
  attributes?: Record<string, string>;
}

export function createTargets(
  queues: JsonService,
  invoke: (functionArn: string, payload: unknown, invocation: { type: 'async' }) => Promise<void>,
): Targets {
  return {
    invokeFunction: (functionArn, payload) => invoke(functionArn, payload, { type: 'async' }),
    async sendMessage(queueArn, body, { attributes = {} } = {}) {
      const entries = Object.entries(attributes).map(([name, value]) => [
        name,
        { DataType: 'String', StringValue: value },
      ]);
      await queues.call('SendMessage', {
        QueueUrl: `http://localhost/${queueNameOf(queueArn)}`,
        MessageBody: body,
        MessageAttributes: Object.fromEntries(entries),
      });
    },
  };
}

/** What must be allowed to deliver to a target; `undefined` for targets that the local cloud can't reach. */
export function deliveryPermission(targetArn: string): RequiredPermission | undefined {
  if (serviceOf(targetArn) === 'lambda') return { action: 'lambda:InvokeFunction', resource: targetArn };
  if (serviceOf(targetArn) === 'sqs') return { action: 'sqs:SendMessage', resource: targetArn };
  return undefined;
}
