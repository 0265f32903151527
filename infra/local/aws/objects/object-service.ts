import { AwsError } from '../aws-error.ts';
import type { RequiredPermission } from '../iam/required-permission.ts';
import type { Fauxqs, InjectedRequest } from '../queues/open-fauxqs.ts';
import type { WireRequest } from '../wire-request.ts';
import type { WireResponse } from '../wire-response.ts';
import { objectPermissions } from './object-permissions.ts';

export interface ObjectService {
  handle(request: WireRequest, requirePermissions: (needed: RequiredPermission[]) => void): Promise<WireResponse>;
}

/** fauxqs takes no larger request body. */
const MAX_BODY_BYTES = 11 * 1024 * 1024;
const METHODS = new Set(['GET', 'HEAD', 'PUT', 'POST', 'DELETE']);

/** S3: fauxqs answers; this adds conditional creation and an error that says what to do about large bodies. */
export function createObjectService(fauxqs: Fauxqs): ObjectService {
  const ask = ({ method, path, query, headers, body }: WireRequest) =>
    fauxqs.inject({
      method: method as InjectedRequest['method'],
      url: query.size === 0 ? path : `${path}?${query}`,
      // Without a plain host fauxqs would look for the bucket in it.
      headers: { ...headers, host: 'localhost' },
      payload: body,
    });

  return {
    async handle(request, requirePermissions) {
      if (!METHODS.has(request.method)) {
        throw new AwsError('MethodNotAllowed', `S3 knows no method ${request.method}.`, 405);
      }
      requireWithS3Code(() => requirePermissions(objectPermissions(request)));
      if (Buffer.byteLength(request.body) > MAX_BODY_BYTES) {
        const text = 'The local cloud takes at most 11 MiB in one request; use a multipart upload.';
        throw new AwsError('EntityTooLarge', text, 413);
      }
      if (request.method === 'PUT' && request.headers['if-none-match'] === '*') {
        const existing = await ask({ ...request, method: 'HEAD', body: Buffer.alloc(0), headers: {} });
        if (existing.status === 200) {
          throw new AwsError(
            'PreconditionFailed',
            'At least one of the pre-conditions you specified did not hold',
            412,
          );
        }
      }
      return await ask(request);
    },
  };
}

/** S3 calls it AccessDenied. */
function requireWithS3Code(check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'AccessDeniedException') throw error;
    throw new AwsError('AccessDenied', error.message, 403);
  }
}
