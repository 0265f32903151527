import {
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import type { PolicyStatement } from '../../../infra/local/aws/open-aws.ts';
import { startAws, temporaryDirectory } from './support/local-aws.ts';

const object = { Bucket: 'media', Key: 'posts/a b+ü.txt' };

async function startWithBucket(directory?: string) {
  const bench = await startAws({ directory });
  await bench.s3.send(new CreateBucketCommand({ Bucket: 'media' }));
  return bench;
}

describe('S3', () => {
  it('keeps objects over a restart', async () => {
    const directory = await temporaryDirectory();
    const first = await startWithBucket(directory);
    await first.s3.send(new PutObjectCommand({ ...object, Body: 'text', ContentType: 'text/plain' }));
    await first.stop();

    const { s3 } = await startAws({ directory });
    const stored = await s3.send(new GetObjectCommand(object));
    expect(await stored.Body?.transformToString()).toBe('text');
    expect(stored.ContentType).toBe('text/plain');
    expect((await s3.send(new HeadObjectCommand(object))).ContentLength).toBe(4);
    expect((await s3.send(new ListObjectsV2Command({ Bucket: 'media' }))).Contents?.[0]?.Key).toBe(object.Key);
  });

  it('keeps bytes as they are', async () => {
    const { s3 } = await startWithBucket();
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    await s3.send(new PutObjectCommand({ ...object, Body: bytes }));
    const stored = await s3.send(new GetObjectCommand(object));
    expect(await stored.Body?.transformToByteArray()).toEqual(bytes);
  });

  it('creates an object only once when asked to', async () => {
    const { s3 } = await startWithBucket();
    const create = new PutObjectCommand({ ...object, Body: 'first', IfNoneMatch: '*' });
    await s3.send(create);
    await expect(s3.send(create)).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });

  it('names a missing key, and what it does not support', async () => {
    const { s3 } = await startWithBucket();
    await expect(s3.send(new GetObjectCommand(object))).rejects.toMatchObject({ name: 'NoSuchKey' });
    const cors = new PutBucketCorsCommand({ Bucket: 'media', CORSConfiguration: { CORSRules: [] } });
    await expect(s3.send(cors)).rejects.toMatchObject({ name: 'NotImplemented' });
  });

  it('serves a presigned URL until it expires', async () => {
    const { s3, aws, clock } = await startWithBucket();
    await s3.send(new PutObjectCommand({ ...object, Body: 'text' }));
    const now = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
    const query = new URLSearchParams({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': `${aws.adminCredentials.accessKeyId}/${now.slice(0, 8)}/us-east-1/s3/aws4_request`,
      'X-Amz-Date': now,
      'X-Amz-Expires': '300',
    });
    const url = `${aws.endpoint}/media/${encodeURIComponent(object.Key)}?${query}`;
    expect(await (await fetch(url)).text()).toBe('text');
    clock.advance(300_000);
    expect((await fetch(url)).status).toBe(403);
  });

  it('says what to do about a body that is too large', async () => {
    const { s3 } = await startWithBucket();
    const large = new PutObjectCommand({ ...object, Body: Buffer.alloc(12 * 1024 * 1024) });
    await expect(s3.send(large)).rejects.toMatchObject({
      name: 'EntityTooLarge',
      message: expect.stringContaining('multipart'),
    });
  });

  it('gives a role only the objects that its policy names', async () => {
    const bench = await startWithBucket();
    const allow: PolicyStatement = {
      Effect: 'Allow',
      Action: ['s3:GetObject*', 's3:PutObject', 's3:DeleteObject'],
      Resource: 'arn:aws:s3:::media/posts/*',
    };
    const { s3 } = bench.as([allow]);
    await s3.send(new PutObjectCommand({ ...object, Body: 'text' }));
    await expect(s3.send(new GetObjectCommand({ Bucket: 'media', Key: 'other' }))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('s3:GetObject on resource: arn:aws:s3:::media/other'),
    });
    await expect(s3.send(new ListObjectsV2Command({ Bucket: 'media' }))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('s3:ListBucket on resource: arn:aws:s3:::media'),
    });
    const deleteTwo = { Objects: [{ Key: 'posts/1' }, { Key: 'other' }] };
    await expect(s3.send(new DeleteObjectsCommand({ Bucket: 'media', Delete: deleteTwo }))).rejects.toMatchObject({
      message: expect.stringContaining('s3:DeleteObject on resource: arn:aws:s3:::media/other'),
    });
  });
});
