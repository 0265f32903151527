import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { queueArn } from '../../aws/arns.ts';
import { physicalName } from '../physical-name.ts';
import { resourceType, tags, withoutEffect } from '../resource-type.ts';

const properties = z.strictObject({
  QueueName: z.string().optional(),
  DelaySeconds: z.number().optional(),
  MessageRetentionPeriod: z.number().optional(),
  VisibilityTimeout: z.number().optional(),
  ReceiveMessageWaitTimeSeconds: z.number().optional(),
  RedrivePolicy: z
    .strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.union([z.number(), z.string()]) })
    .optional(),
  SqsManagedSseEnabled: withoutEffect('The data folder is as safe as the disk it lies on.'),
  Tags: tags,
});

export const sqsQueue = resourceType(properties, async (wanted, resource, { clients: { sqs } }) => {
  const QueueName = wanted.QueueName ?? physicalName(resource, 80);
  const { QueueName: _name, SqsManagedSseEnabled: _encryption, Tags: _tags, RedrivePolicy, ...numbers } = wanted;
  const Attributes = Object.fromEntries([
    ...Object.entries(numbers).map(([name, value]) => [name, String(value)]),
    ...(RedrivePolicy ? [['RedrivePolicy', JSON.stringify(RedrivePolicy)]] : []),
  ]);

  let QueueUrl = await urlOf(sqs, QueueName);
  // CreateQueue refuses a name that is there with other attributes.
  if (QueueUrl === undefined) QueueUrl = (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl;
  else if (Object.keys(Attributes).length > 0) await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  return { ref: QueueUrl!, attributes: { Arn: queueArn(QueueName), QueueName, QueueUrl: QueueUrl! } };
});

async function urlOf(client: SQSClient, QueueName: string): Promise<string | undefined> {
  try {
    return (await client.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;
  } catch (error) {
    if (error instanceof QueueDoesNotExist) return undefined;
    throw error;
  }
}
