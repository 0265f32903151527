import { AwsError } from './aws-error.ts';
import type { Members } from './json-service.ts';

/** A request as the SDK makes it, over whichever transport it came. */
export interface AwsRequest {
  method: string;
  /** Path and query. */
  path: string;
  /** By their names in small letters. */
  headers: Record<string, string>;
  body: Buffer | string;
}

/** A request with what its signature says about its caller and service. */
export interface WireRequest extends AwsRequest {
  query: URLSearchParams;
  accessKeyId: string;
  /** The service name in the signature's scope, e.g. `dynamodb` or `events`. */
  service: string;
}

const SCOPE = /Credential=([^/,=\s]+)\/\d{8}\/[^/=]+\/([^/=]+)\/aws4_request/;

/** @throws AwsError for a request without a signature, or with one that has expired */
export function readRequest(request: AwsRequest): WireRequest {
  const url = new URL(request.path, 'http://localhost');
  return {
    ...request,
    path: url.pathname,
    query: url.searchParams,
    ...signerOf(request.headers, url.searchParams),
  };
}

/** The signature itself isn't verified: access keys are drawn at random at each start, so knowing one is proof enough. */
function signerOf(headers: Record<string, string>, query: URLSearchParams) {
  const presigned = query.get('X-Amz-Credential');
  const [, accessKeyId, service] =
    SCOPE.exec(presigned ? `Credential=${presigned}` : (headers.authorization ?? '')) ?? [];
  if (!accessKeyId || !service) {
    throw new AwsError('MissingAuthenticationTokenException', 'The request carries no AWS Signature Version 4.', 403);
  }
  if (presigned && hasExpired(query)) throw new AwsError('AccessDenied', 'Request has expired', 403);
  return { accessKeyId, service };
}

function hasExpired(query: URLSearchParams): boolean {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get('X-Amz-Date') ?? '') ?? [];
  const signedAt = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return !(Date.now() < signedAt + Number(query.get('X-Amz-Expires')) * 1000);
}

/** @throws AwsError SerializationException when the body isn't JSON */
export function jsonBodyOf({ body }: WireRequest): Members {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString()) as Members;
  } catch {
    throw new AwsError('SerializationException', 'The request body is not JSON.');
  }
}
