import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { clientSettings } from '../kernel/client-settings.ts';
import { environment } from '../kernel/environment.ts';

let client: S3Client | undefined;
const s3 = () => {
  client ??= new S3Client(clientSettings);
  return client;
};

/** Bodies that would not fit a DynamoDB item (400 KB) live in the bucket under this key. */
export function textKey(tenantId: string, distributionId: string, textVersion: number): string {
  return `texts/${tenantId}/${distributionId}/${textVersion}`;
}

export async function putText(key: string, body: string): Promise<void> {
  await s3().send(
    new PutObjectCommand({
      Bucket: environment('MEDIA_BUCKET_NAME'),
      Key: key,
      Body: body,
      ContentType: 'text/plain; charset=utf-8',
    }),
  );
}

export async function getText(key: string): Promise<string> {
  const object = await s3().send(new GetObjectCommand({ Bucket: environment('MEDIA_BUCKET_NAME'), Key: key }));
  return object.Body!.transformToString('utf-8');
}
