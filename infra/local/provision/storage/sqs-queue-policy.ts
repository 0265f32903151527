import * as z from 'zod';
import { queueArn, queueNameOf } from '../../aws/arns.ts';
import { resourceType } from '../resource-type.ts';
import { policyDocument } from '../roles/policy-schema.ts';

const properties = z.strictObject({ PolicyDocument: policyDocument, Queues: z.array(z.string()) });

export const sqsQueuePolicy = resourceType(properties, ({ PolicyDocument, Queues }, { logicalId }, context) => {
  for (const url of Queues) context.setResourcePolicy(queueArn(queueNameOf(url)), PolicyDocument);
  return { ref: logicalId };
});
