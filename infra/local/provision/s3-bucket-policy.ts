import * as z from 'zod';
import { bucketArn } from '../aws/arns.ts';
import { policyDocument } from './policy-schema.ts';
import { resourceType } from './resource-type.ts';

const properties = z.strictObject({ PolicyDocument: policyDocument, Bucket: z.string() });

export const s3BucketPolicy = resourceType(properties, ({ PolicyDocument, Bucket }, { logicalId }, context) => {
  context.setResourcePolicy(bucketArn(Bucket), PolicyDocument);
  return { ref: logicalId };
});
