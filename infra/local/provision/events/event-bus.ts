import { CreateEventBusCommand, DescribeEventBusCommand, ResourceNotFoundException } from '@aws-sdk/client-eventbridge';
import * as z from 'zod';
import { eventBusArn } from '../../aws/arns.ts';
import { resourceType, tags, withoutEffect } from '../resource-type.ts';

const properties = z.strictObject({
  Name: z.string(),
  Description: withoutEffect('Nobody reads it here.'),
  Tags: tags,
});

export const eventBus = resourceType(properties, async ({ Name }, _resource, { clients: { events } }) => {
  try {
    await events.send(new DescribeEventBusCommand({ Name }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    await events.send(new CreateEventBusCommand({ Name }));
  }
  return { ref: Name, attributes: { Name, Arn: eventBusArn(Name) } };
});
