import { CreateBucketCommand, HeadBucketCommand, NotFound, type S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { bucketArn } from '../../aws/arns.ts';
import { physicalName } from '../physical-name.ts';
import { resourceType, tags, withoutEffect } from '../resource-type.ts';

const properties = z.strictObject({
  BucketName: z.string().optional(),
  BucketEncryption: withoutEffect('The data folder is as safe as the disk it lies on.'),
  PublicAccessBlockConfiguration: withoutEffect('No bucket is reachable from outside this machine.'),
  LifecycleConfiguration: withoutEffect('Files stay until the data folder goes.'),
  OwnershipControls: withoutEffect('There is one account.'),
  Tags: tags,
});

export const s3Bucket = resourceType(properties, async (wanted, resource, { clients: { s3 } }) => {
  const Bucket = wanted.BucketName ?? physicalName(resource, 63).toLowerCase();
  if (!(await exists(s3, Bucket))) await s3.send(new CreateBucketCommand({ Bucket }));
  const domain = `${Bucket}.s3.amazonaws.com`;
  return { ref: Bucket, attributes: { Arn: bucketArn(Bucket), DomainName: domain, RegionalDomainName: domain } };
});

async function exists(client: S3Client, Bucket: string): Promise<boolean> {
  try {
    await client.send(new HeadBucketCommand({ Bucket }));
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}
