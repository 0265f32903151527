import {
  CreateEventBusCommand,
  PutEventsCommand,
  type PutEventsRequestEntry,
  PutRuleCommand,
  PutTargetsCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { type Bench, FUNCTION_ARN, queueArn, startAws } from './local-aws.ts';

export const Bus = 'herald';
export const RULE_ARN = 'arn:aws:events:us-east-1:000000000000:rule/herald/published';
export const published = {
  EventBusName: Bus,
  Source: 'herald',
  DetailType: 'post.published',
  Detail: '{"id":7,"text":"a \\"b\\""}',
};

/** A bus with one rule for published posts and the given target. */
export async function startWithRule(target: Partial<Target>, overrides: Parameters<typeof startAws>[0] = {}) {
  const bench = await startAws(overrides);
  allowRuleToInvoke(bench);
  await bench.sqs.send(new CreateQueueCommand({ QueueName: 'inbox' }));
  await bench.sqs.send(new CreateQueueCommand({ QueueName: 'dead' }));
  await bench.events.send(new CreateEventBusCommand({ Name: Bus }));
  const EventPattern = JSON.stringify({ source: ['herald'], 'detail-type': [{ prefix: 'post.' }] });
  await bench.events.send(new PutRuleCommand({ Name: 'published', EventBusName: Bus, EventPattern }));
  const Targets = [{ Id: 'target', Arn: FUNCTION_ARN, ...target }];
  await bench.events.send(new PutTargetsCommand({ Rule: 'published', EventBusName: Bus, Targets }));
  return bench;
}

export function allowRule({ aws }: Bench, Action: string, resource: string, sourceArn = RULE_ARN): void {
  const Condition = { ArnLike: { 'aws:SourceArn': sourceArn } };
  const Principal = { Service: 'events.amazonaws.com' };
  aws.setResourcePolicy(resource, { Statement: { Effect: 'Allow', Principal, Action, Resource: resource, Condition } });
}

export const allowRuleToSend = (bench: Bench, queue: string, sourceArn?: string) =>
  allowRule(bench, 'sqs:SendMessage', queueArn(queue), sourceArn);

export const allowRuleToInvoke = (bench: Bench, sourceArn?: string) =>
  allowRule(bench, 'lambda:InvokeFunction', FUNCTION_ARN, sourceArn);

export const put = ({ events }: Bench, ...Entries: PutEventsRequestEntry[]) =>
  events.send(new PutEventsCommand({ Entries }));
