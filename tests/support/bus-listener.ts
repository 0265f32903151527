import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { LocalCloud } from '../../infra/local/cloud/local-cloud.ts';
import type { HeraldEvent } from '../../shared/kernel/events/event.ts';

/** @returns everything that came over the bus since this call, whenever it is asked */
export async function listenToBus(
  cloud: LocalCloud,
  whenClosed: (work: () => Promise<unknown>) => void,
): Promise<() => Promise<HeraldEvent[]>> {
  const settings = { endpoint: cloud.awsEndpoint, region: 'us-east-1', credentials: cloud.adminCredentials };
  const sqs = new SQSClient(settings);
  const events = new EventBridgeClient(settings);
  const name = `listener-${crypto.randomUUID()}`;
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const Arn = `arn:aws:sqs:us-east-1:000000000000:${name}`;
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: Arn },
    ],
  });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  const EventBusName = cloud.outputs.EventBusName;
  const EventPattern = JSON.stringify({ source: ['herald'] });
  await events.send(new PutRuleCommand({ Name: name, EventBusName, EventPattern }));
  await events.send(new PutTargetsCommand({ Rule: name, EventBusName, Targets: [{ Id: 'queue', Arn }] }));
  whenClosed(async () => {
    await events.send(new RemoveTargetsCommand({ Rule: name, EventBusName, Ids: ['queue'] }));
    await events.send(new DeleteRuleCommand({ Name: name, EventBusName }));
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  });
  const heard: HeraldEvent[] = [];
  return async () => {
    for (;;) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      if (Messages.length === 0) return heard;
      heard.push(...Messages.map(({ Body }) => (JSON.parse(Body!) as { detail: HeraldEvent }).detail));
    }
  };
}
