import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { clientSettings } from '../kernel/client-settings.ts';
import { environment } from '../kernel/environment.ts';

// Its calls carry state of their own (bodies, checksums) along their way.
const client = new S3Client({ ...clientSettings, cacheMiddleware: false });

export async function putText(key: string, body: string): Promise<void> {
  await client.send(
    new PutObjectCommand({
      Bucket: environment('MEDIA_BUCKET_NAME'),
      Key: key,
      Body: body,
      ContentType: 'text/plain; charset=utf-8',
    }),
  );
}

export async function getText(key: string): Promise<string> {
  const object = await client.send(new GetObjectCommand({ Bucket: environment('MEDIA_BUCKET_NAME'), Key: key }));
  return object.Body!.transformToString('utf-8');
}
