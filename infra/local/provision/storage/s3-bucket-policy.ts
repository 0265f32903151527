import * as z from 'zod';
import { bucketArn } from '../../aws/arns.ts';
import { resourceType } from '../resource-type.ts';
import { policyDocument } from '../roles/policy-schema.ts';

const properties = z.strictObject({ PolicyDocument: policyDocument, Bucket: z.string() });

export const s3BucketPolicy = resourceType(properties, ({ PolicyDocument, Bucket }, { logicalId }, context) => {
  context.setResourcePolicy(bucketArn(Bucket), PolicyDocument);
  return { ref: logicalId };
});
