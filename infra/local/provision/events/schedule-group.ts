import {
  CreateScheduleGroupCommand,
  GetScheduleGroupCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-scheduler';
import * as z from 'zod';
import { scheduleGroupArn } from '../../aws/arns.ts';
import { physicalName } from '../physical-name.ts';
import { resourceType, tags } from '../resource-type.ts';

const properties = z.strictObject({ Name: z.string().optional(), Tags: tags });

export const scheduleGroup = resourceType(properties, async (wanted, resource, { clients: { scheduler } }) => {
  const Name = wanted.Name ?? physicalName(resource, 64);
  try {
    await scheduler.send(new GetScheduleGroupCommand({ Name }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    await scheduler.send(new CreateScheduleGroupCommand({ Name }));
  }
  return { ref: Name, attributes: { Arn: scheduleGroupArn(Name), State: 'ACTIVE' } };
});
