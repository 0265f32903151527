import { bucketArn } from '../arns.ts';
import { AwsError } from '../aws-error.ts';
import type { RequiredPermission } from '../iam/required-permission.ts';
import type { WireRequest } from '../wire-request.ts';

/** Query parameters that make a request another operation, and of which fauxqs knows the meaning. */
const KNOWN_SUBRESOURCES = new Set(['uploads', 'uploadId', 'delete', 'lifecycle', 'attributes']);
const ALL_SUBRESOURCES =
  /^(uploads|uploadId|delete|lifecycle|attributes|acl|cors|encryption|logging|notification|object-lock|ownershipControls|policy|publicAccessBlock|renameObject|replication|requestPayment|restore|retention|legal-hold|select|tagging|torrent|versioning|versions|website|accelerate|analytics|intelligent-tiering|inventory|metrics)$/;

/** The permissions that AWS checks for an S3 request. @throws AwsError NotImplemented for what fauxqs can't answer */
export function objectPermissions({ method, path, query, headers, body }: WireRequest): RequiredPermission[] {
  const subresource = [...query.keys()].find((key) => ALL_SUBRESOURCES.test(key)) ?? '';
  if (subresource && !KNOWN_SUBRESOURCES.has(subresource)) {
    // fauxqs would take PUT /bucket?cors as "create the bucket".
    throw new AwsError('NotImplemented', `The local cloud does not support ${method} with ?${subresource} on S3.`, 501);
  }

  const [bucket = '', ...rest] = decodeURIComponent(path).slice(1).split('/');
  const key = rest.join('/');
  if (!bucket) return [{ action: 's3:ListAllMyBuckets', resource: '*' }];
  const onObject = (action: string, objectKey: string) => ({
    action: `s3:${action}`,
    resource: `${bucketArn(bucket)}/${objectKey}`,
  });
  if (method === 'POST' && subresource === 'delete') {
    return keysToDelete(body.toString()).map((one) => onObject('DeleteObject', one));
  }
  if (!key) return [{ action: `s3:${bucketAction(method, subresource)}`, resource: bucketArn(bucket) }];

  const copied = headers['x-amz-copy-source'];
  const source = copied && decodeURIComponent(copied).replace(/^\//, '');
  return [
    onObject(objectAction(method, subresource), key),
    ...(source ? [{ action: 's3:GetObject', resource: bucketArn(source) }] : []),
  ];
}

function bucketAction(method: string, subresource: string): string {
  if (subresource === 'lifecycle') return method === 'GET' ? 'GetLifecycleConfiguration' : 'PutLifecycleConfiguration';
  if (subresource === 'uploads') return 'ListBucketMultipartUploads';
  if (method === 'PUT') return 'CreateBucket';
  return method === 'DELETE' ? 'DeleteBucket' : 'ListBucket';
}

function objectAction(method: string, subresource: string): string {
  if (subresource === 'attributes') return 'GetObjectAttributes';
  if (method === 'DELETE') return subresource === 'uploadId' ? 'AbortMultipartUpload' : 'DeleteObject';
  return method === 'GET' || method === 'HEAD' ? 'GetObject' : 'PutObject';
}

const keysToDelete = (xml: string) => [...xml.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => unescapeXml(key));

const unescapeXml = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
